import type { Dice } from "./dice.js";
import { hostileBody } from "./hostile-bodies.js";
import { hostileAuthorization, hostileCookies, hostileHeaders } from "./hostile-headers.js";
import { hostileTarget } from "./hostile-paths.js";

/** A request as bytes, framed as HTTP wants it: what is wrong with it is inside. */
export interface HostileRequest {
  readonly method: string;
  readonly bytes: Buffer;
}

export interface Loot {
  /** Cookie fields of sessions: of the victim's password, of an account without a second factor, of the attacker's. */
  readonly sessions: ReadonlyArray<string | undefined>;
  /** Ids of authenticators and enrollments, the victim's among them. */
  readonly ids: readonly string[];
}

export function hostileRequest(dice: Dice, { sessions, ids }: Loot): HostileRequest {
  const { method, path } = hostileTarget(dice, ids);
  const authorization = dice.chance(0.1)
    ? [`Authorization: ${dice.pick(hostileAuthorization)}`]
    : [];
  const head = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...hostileHeaders(dice),
    ...hostileCookies(dice, dice.pick(sessions)),
    ...authorization,
  ];
  const bare = method === "GET" || method === "HEAD" ? dice.chance(0.95) : dice.chance(0.1);
  const { field, body } = bare
    ? { field: [], body: Buffer.alloc(0) }
    : framed(dice, hostileBody(dice));
  const text = `${[...head, ...field].join("\r\n")}\r\n\r\n`;
  return { method, bytes: Buffer.concat([Buffer.from(text, "latin1"), body]) };
}

/** With its length, or in chunks of any size. */
function framed(dice: Dice, body: Buffer): { field: string[]; body: Buffer } {
  if (dice.chance(0.7)) return { field: [`Content-Length: ${body.length}`], body };
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const chunk = body.subarray(at, at + 1 + dice.int(1000));
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n"));
    at += chunk.length;
  }
  parts.push(Buffer.from("0\r\n\r\n"));
  return { field: ["Transfer-Encoding: chunked"], body: Buffer.concat(parts) };
}
