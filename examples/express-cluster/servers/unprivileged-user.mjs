import { readFileSync } from "node:fs";

/** Whom PostgreSQL runs as, since it refuses to run as root; null where we are not root ourselves. */
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] =
    users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  if (uid === undefined) {
    throw new Error(
      "PostgreSQL refuses to run as root: set DATABASE_URL, or start as another user.",
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * What has setpriv make a program the user's. Root's own checkout may lie where nobody else may enter: this one right, to
 * pass and read what root can, comes along.
 */
export function asUser(user) {
  if (user === null) return [];
  const right = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", ...right];
}
