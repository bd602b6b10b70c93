import type { Account, Browser } from "./town.js";

/** The owner signs in, with as many codes as it takes; null where none of the forms lets them in. */
export async function comeHome(
  { signIn, code }: Account,
  browser?: Browser,
): Promise<1 | 2 | 3 | null> {
  const owner = signIn("192.0.2.1", browser);
  const forms = [[0], [30, 0], [60, 30, 0]] as const;
  let asked = 1;
  for (const form of forms) {
    if (form.length < asked) continue;
    const { status, codesNeeded } = await owner.submit(form.map((ago) => code(ago)).join(" "));
    if (status === 200) return form.length;
    asked = codesNeeded;
  }
  return null;
}
