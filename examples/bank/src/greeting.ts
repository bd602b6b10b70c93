import { resolve } from "node:path";
import { exampleUsers } from "./users.js";

/** What a newcomer has to know: where to click, and with which password. */
export function greeting(framework: string, origin: string, dataDir: string): string {
  const users = exampleUsers.map(({ id, roles }) => {
    const note = roles.includes("admin") ? "administrator: must have a second factor" : roles[0];
    return `  ${id.padEnd(6)} ${`${id}-password`.padEnd(15)} ${note ?? ""}`.trimEnd();
  });
  return `
A bank with a second factor, on ${framework}. Its users and their passwords:

${users.join("\n")}

Open ${origin}, sign in, and choose "Second factor".
Second factors are kept in ${resolve(dataDir)}; sessions and balances last until the restart.
`;
}
