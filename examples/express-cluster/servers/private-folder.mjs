import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A server's folder, for its owner alone, with the password that it was made with: without one, everybody on the machine
 * could read the sessions.
 *
 * @param {string} folder
 * @param {{ uid: number, gid: number } | null} owner
 */
export function privateFolder(folder, owner = null) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, "password");
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  if (owner !== null) {
    for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  return { folder, passwordFile, password: readFileSync(passwordFile, "utf8") };
}
