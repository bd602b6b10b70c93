import { exampleUsers } from "./users.js";

export interface Greeting {
  /** What the bank runs on here. */
  readonly framework: string;
  readonly origin: string;
  /** A sentence on what is kept where. */
  readonly kept: string;
  /** And one on where its mail goes, where it sends any. */
  readonly mail?: string;
}

/** What a newcomer has to know: where to click, and with which password. Ends with the line that says it listens. */
export function greet({ framework, origin, kept, mail }: Greeting): void {
  const users = exampleUsers.map(({ id, roles }) => {
    const note = roles.includes("admin") ? "administrator: must have a second factor" : roles[0];
    return `  ${id.padEnd(6)} ${`${id}-password`.padEnd(15)} ${note ?? ""}`.trimEnd();
  });
  console.log(`
A bank with a second factor, on ${framework}. Its users and their passwords:

${users.join("\n")}

Open ${origin}, sign in, and choose "Second factor".
${kept}${mail === undefined ? "" : `\n${mail}`}

listening on ${origin}`);
}
