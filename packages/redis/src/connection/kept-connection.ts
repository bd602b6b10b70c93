import { type Call, createCalls } from "./calls.js";
import type { Connection } from "./connection.js";
import type { Dialer, Link } from "./link.js";
import { openLink } from "./open-link.js";
import { RedisFault, toRedisFault } from "./redis-fault.js";
import { runScript } from "./run-script.js";
import { unheldTimer } from "./timers.js";

/** Between two tries to get in. */
const pauseMilliseconds = 250;
/** Nobody asked for so long: then nobody needs the connection that we try to get. */
const idleMilliseconds = 10_000;

interface Held {
  readonly link: Link;
  readonly life: AbortController;
  /** What waits for its answers. */
  readonly calls: Set<Call<Held>>;
}

/**
 * A connection of our own that is opened with the first call. Redis answers in order: where one answer does not come in
 * time none behind it would, so the connection is dropped and another one opened, and until it is there calls fail at
 * once. What was sent is never sent again.
 */
export function keepConnection(dialer: Dialer, deadlineMilliseconds: number): Connection {
  const { server, topology } = dialer;
  const start = createCalls<Held>(server, deadlineMilliseconds, {
    whenOver: (call) => call.place?.calls.delete(call),
    late: (call, fault) => call.place && replace(call.place, fault),
    failed: (call, fault) => call.place && failed(call.place, fault),
  });
  let current: Held | null = null;
  let opening: Promise<Held> | null = null;
  /** Why there is no connection: calls fail with it instead of waiting for one. */
  let down: RedisFault | null = null;
  let life = new AbortController();
  let attempts = 0;
  let lastAttempt = 0;
  let lastAsked = 0;

  function open(): Promise<Held> {
    if (opening !== null) return opening;
    const { signal } = life;
    const opened = tryOnce(signal).then(
      (held) => {
        if (signal.aborted) throw new RedisFault(server, "the connection was closed");
        retire(current);
        current = held;
        opening = null;
        down = null;
        return held;
      },
      (cause: unknown) => {
        const fault = toRedisFault(server, cause);
        if (!signal.aborted) {
          opening = null;
          if (current === null) down = fault;
          unheldTimer(() => tryAgain(signal), pauseMilliseconds);
        }
        throw fault;
      },
    );
    // Not everybody who opens waits.
    opened.catch(() => undefined);
    opening = opened;
    return opened;
  }

  async function tryOnce(all: AbortSignal): Promise<Held> {
    const own = new AbortController();
    all.addEventListener("abort", () => own.abort(), { signal: own.signal });
    attempts += 1;
    lastAttempt = Date.now();
    const calls = new Set<Call<Held>>();
    let held: Held | null = null;
    const lost = (cause: unknown) => {
      if (held !== null) lose(held, cause);
    };
    const link = await openLink(dialer, attempts, own, deadlineMilliseconds, lost);
    held = { link, life: own, calls };
    return held;
  }

  function tryAgain(signal: AbortSignal): void {
    if (signal.aborted || current !== null) return;
    // The next call opens one, and waits for it.
    if (Date.now() - lastAsked > idleMilliseconds) down = null;
    else open();
  }

  function end({ calls, life: own }: Held, fault: RedisFault): void {
    for (const call of [...calls]) call.refuse(fault);
    own.abort();
  }

  /** It is gone, and its calls will not be answered. Calls to come wait for the next one. */
  function lose(held: Held, cause: unknown): void {
    end(held, toRedisFault(server, cause));
    if (current !== held) return;
    current = null;
    open();
  }

  /** Nothing new is sent over it; what was sent may still be answered. */
  function retire(held: Held | null): void {
    if (held === null) return;
    const fault = new RedisFault(server, "the connection was replaced");
    unheldTimer(() => end(held, fault), deadlineMilliseconds);
  }

  /** It does not answer, or leads to a server that can't do any more what is asked. */
  function replace(held: Held, fault: RedisFault): void {
    if (current !== held || Date.now() - lastAttempt < pauseMilliseconds) return;
    // The other servers of a cluster may still answer: what there is stays until there is something better.
    if (topology !== "cluster") {
      current = null;
      down = fault;
      end(held, fault);
    }
    open();
  }

  function failed(held: Held, fault: RedisFault): void {
    if (fault.reply !== null) {
      if (repliesOfOldPrimaries.includes(fault.reply)) replace(held, fault);
    } else if (topology === "cluster") replace(held, fault);
    else lose(held, fault);
  }

  /** Where there is none at present. */
  function connect(): Promise<Held> {
    if (down !== null) throw down;
    return open();
  }

  function ask<T>(send: (link: Link) => Promise<T>): Promise<T> {
    const answer = start((call) => {
      lastAsked = Date.now();
      return current === null
        ? connect().then((held) => sendOver(held, call, send))
        : sendOver(current, call, send);
    });
    return answer as Promise<T>;
  }

  function sendOver<T>(
    held: Held,
    call: Call<Held>,
    send: (link: Link) => Promise<T>,
  ): Promise<T | undefined> {
    // Its time may be over since it began to wait for a connection.
    if (call.over) return Promise.resolve(undefined);
    call.place = held;
    held.calls.add(call);
    return send(held.link);
  }

  return {
    server,
    topology,
    run: (script, keys, args) => ask((link) => runScript(link, script, keys, args)),
    onPrimaries: (command) => ask((link) => link.onPrimaries(command)),
    close() {
      const held = current;
      const closed = life;
      life = new AbortController();
      current = null;
      opening = null;
      down = null;
      if (held !== null) end(held, new RedisFault(server, "the connection was closed"));
      closed.abort();
    },
  };
}

/** After a failover an old connection may lead to what is no primary any more. */
const repliesOfOldPrimaries = ["READONLY", "NOREPLICAS", "MASTERDOWN"];
