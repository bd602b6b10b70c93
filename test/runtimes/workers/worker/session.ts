import type { Subject } from "@second-factor/core";

/** Who is signed in, from three fields: the login of these Workers. */
export function sessionOf(header: (name: string) => string | undefined | null) {
  const name = header("x-user");
  const id = header("x-session");
  if (!name || !id) return undefined;
  const user: Subject = { id: name, name, authenticatedAt: Number(header("x-since")) };
  return { id, user };
}
