import type { VirtualAuthenticator } from "@second-factor/testing";

/** How far around now a code must be wrong: more than the widest window, and a little clock. */
const steps = 8;

/** Codes that are right at no step near now, whatever the secret is. */
export function wrongOtps(owner: VirtualAuthenticator, count: number): string[] {
  const right = new Set<string>();
  for (let offset = -steps; offset <= steps; offset += 1) right.add(owner.code(offset));
  const wrong: string[] = [];
  for (let candidate = 0; wrong.length < count; candidate += 1) {
    const otp = String((candidate * 7919) % 1_000_000).padStart(6, "0");
    if (!right.has(otp)) wrong.push(otp);
  }
  return wrong;
}

export const wrongOtp = (owner: VirtualAuthenticator): string => wrongOtps(owner, 1)[0] ?? "";

/** Two or three codes in one field, all of them wrong. */
export const wrongRun = (owner: VirtualAuthenticator, length: 2 | 3): string =>
  wrongOtps(owner, length).join(" ");

/** Well formed, and nobody's. */
export const wrongRecoveryCode = (index = 0): string =>
  `${"0123456789ABCDEFGHJKMN".slice(0, 20)}${String(index).padStart(4, "0")}`;
