import { setTimeout as wait } from "node:timers/promises";
import { type Connection, openConnection } from "../load/connection.js";
import { clientAddress, requestBytes } from "../load/requests.js";
import { sessionsOf } from "../load/users.js";
import type { People } from "./people.js";

export interface SignInLoad {
  /** Ends it, when the requests under way have been answered. */
  end(): Promise<SignInCount>;
  /** When it has ended, by itself or not. */
  readonly ended: Promise<SignInCount>;
}

export interface SignInOptions {
  readonly people: People;
  /** Which of the people sign in: those from the first number up to, but without, the second. */
  readonly range: readonly [number, number];
  /** Ends by itself after so many. */
  readonly most?: number;
}

export interface SignInCount {
  readonly verified: number;
  /** By status, all that were not 200. */
  readonly failed: Readonly<Record<string, number>>;
  /** Every code that was sent. */
  readonly codes: ReadonlySet<string>;
  readonly seconds: number;
}

const period = 30;

/**
 * People who sign in, one after the other on each connection, until it is ended. Each right code must be accepted; a
 * person whose code of now and of the next step are used waits for the step to pass.
 */
export async function startSignIns(
  ports: readonly number[],
  perProcess: number,
  { people, range: [from, to], most = Number.POSITIVE_INFINITY }: SignInOptions,
): Promise<SignInLoad> {
  const connections = await Promise.all(
    ports.flatMap((port) => Array.from({ length: perProcess }, () => openConnection(port))),
  );
  const lastStep = new Map<number, number>();
  const failed: Record<string, number> = {};
  const codes = new Set<string>();
  const since = performance.now();
  const size = to - from;
  let [turn, sent, verified, ending] = [0, 0, 0, false];

  /** Somebody with an unused code, and that code; null where nobody has one. */
  function next(): { index: number; code: string } | null {
    const now = Math.floor(Date.now() / 1000 / period);
    for (let tried = 0; tried < Math.min(size, 1000); tried += 1) {
      const index = from + turn;
      // A stride without a common divisor: far from the order in which a rotation goes.
      turn = (turn + 7919) % size;
      const step = Math.max((lastStep.get(index) ?? 0) + 1, now);
      if (step > now + 1) continue;
      lastStep.set(index, step);
      return { index, code: people.app(index).code(step - now) };
    }
    return null;
  }

  async function signIn(connection: Connection): Promise<void> {
    while (!ending && sent < most) {
      const who = next();
      if (who === null) {
        await wait(50);
        continue;
      }
      const [session] = sessionsOf(people.name(who.index), 1);
      const address = clientAddress(who.index);
      const json = { otp: who.code };
      sent += 1;
      codes.add(who.code);
      const request = { session: session!, from: address, path: "/2fa/verify", json };
      await connection.load(requestBytes(request));
      const { status, body } = await connection.release();
      if (status === 200) verified += 1;
      else {
        const code = /"code":"([a-z_]+)"/.exec(body)?.[1] ?? "no code";
        failed[`${status} ${code}`] = (failed[`${status} ${code}`] ?? 0) + 1;
      }
    }
  }

  const ended = Promise.all(connections.map(signIn)).then((): SignInCount => {
    for (const connection of connections) connection.close();
    return { verified, failed, codes, seconds: (performance.now() - since) / 1000 };
  });
  return {
    ended,
    end() {
      ending = true;
      return ended;
    },
  };
}
