import { connect } from "node:net";
import { text as readText } from "node:stream/consumers";
import type { Testbed } from "../testbed/index.js";
import { brokenFraming } from "./broken-framing.js";
import { createDice } from "./dice.js";
import { type HostileRequest, hostileRequest, type Loot } from "./hostile-request.js";
import { pipeline } from "./pipeline.js";
import type { RawReply } from "./reply-parser.js";

export interface Storm {
  readonly inputs: number;
  /** How often each status came, and each problem's code. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Replies that must not have been, with the request that caused them; at most ten. */
  readonly bad: readonly string[];
}

const connections = 16;
const depth = 20;

/** Sends so many inputs; what a closed connection left unanswered is sent again. */
export async function storm(
  bed: Testbed,
  loot: Loot,
  seed: number,
  inputs: number,
): Promise<Storm> {
  const port = Number(new URL(bed.origin).port);
  const outcomes = new Map<string, number>();
  const bad: string[] = [];
  let answered = 0;

  function count(request: HostileRequest, { status, head, body }: RawReply): void {
    answered += 1;
    const text = body.toString("utf8");
    const outcome = `${status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ""}`.trim();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (isGood(status, head, text) || bad.length >= 10) return;
    const sent = request.bytes.toString("latin1").slice(0, 1500);
    bad.push(`${sent}\n---\n${head}\n\n${text.slice(0, 500)}`);
  }

  /** With dice of its own: which lane is faster must not change what any of them sends. */
  async function lane(number: number): Promise<void> {
    const dice = createDice(seed * connections + number);
    for (let left = Math.ceil(inputs / connections); left > 0; left -= depth) {
      const batch = Array.from({ length: Math.min(depth, left) }, () => hostileRequest(dice, loot));
      await sendAll(batch);
    }
  }

  /** What Node itself refuses goes out before the replies to earlier requests: then each is sent alone. */
  async function sendAll(batch: readonly HostileRequest[]): Promise<void> {
    let rest = batch;
    for (let tries = 0; rest.length > 0 && tries <= depth; tries += 1) {
      const replies = await pipeline(port, rest);
      const refused = batch.length > 1 ? replies.findIndex(isNodes) : -1;
      const own = refused === -1 ? replies : replies.slice(0, refused);
      for (const [index, reply] of own.entries()) count(rest[index]!, reply);
      rest = rest.slice(own.length);
      if (refused === -1) continue;
      for (const request of rest) await sendAll([request]);
      return;
    }
    if (rest.length > 0) bad.push(`never answered:\n${rest[0]?.bytes.toString("latin1")}`);
  }

  await Promise.all(Array.from({ length: connections }, (_, number) => lane(number)));
  for (const bytes of brokenFraming) {
    const reply = await sendAlone(port, bytes);
    answered += 1;
    if (/^HTTP\/1\.1 [25]/.test(reply)) bad.push(`${bytes}\n---\n${reply}`);
  }
  return { inputs: answered, outcomes, bad };
}

/** A refusal by Node's own parser, which names nothing but the end of the connection. */
const isNodes = ({ head }: RawReply): boolean =>
  /^HTTP\/1\.1 4\d\d [^\r]*\r\nConnection: close$/.test(head);

/** No 5xx, nothing of the victim's, no script in a page, no redirect off the site, no field of the attacker's making, no stack. */
function isGood(status: number, head: string, body: string): boolean {
  if (!(status >= 200 && status < 500)) return false;
  if (body.includes('"user":"alice"')) return false;
  if (/^content-type: *text\/html/im.test(head) && /<script>|<img|javascript:/i.test(body))
    return false;
  const location = /^location: *(.*)$/im.exec(head)?.[1] ?? "/";
  if (!/^\/(?![/\\])/.test(location)) return false;
  return !/^set-cookie: x=y/im.test(head) && !/node_modules|at .*\.[jt]s:\d/.test(body);
}

async function sendAlone(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.end(Buffer.from(bytes, "latin1"));
  try {
    return await readText(socket);
  } catch {
    return "";
  } finally {
    socket.destroy();
  }
}
