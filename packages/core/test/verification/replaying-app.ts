import { Secret } from "otpauth";
import { memoryRecords, type ReplayStore, type SecondFactorOptions } from "../../src/index.js";
import type { Records, RecordsStore, Replay } from "../../src/stores/index.js";
import { inProcessApp, start } from "../app/in-process-app.js";

export const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
export const step = start / 30_000;

/** Right records with one answer of the row replaced. */
export function recordsWhere(acceptStep: (right: Records) => Records["acceptStep"]): RecordsStore {
  const right = memoryRecords();
  return {
    ...right,
    forNamespace(namespace) {
      const records = right.forNamespace(namespace);
      return { ...records, acceptStep: acceptStep(records) };
    },
  };
}

export const replayThat = (acceptStep: Replay["acceptStep"]): ReplayStore => ({
  durability: "durable",
  forNamespace: () => ({ acceptStep }),
});

/** Decides rightly, and remembers what it was asked. */
export function memoryReplay() {
  const asked: Parameters<Replay["acceptStep"]>[] = [];
  const used = new Map<string, number>();
  const store = replayThat(async (...args) => {
    asked.push(args);
    const [, authenticatorId, { first, last }, floor] = args;
    if (first <= Math.max(floor, used.get(authenticatorId) ?? 0)) return false;
    used.set(authenticatorId, last);
    return true;
  });
  return { store, asked };
}

export async function withAlice(options: Partial<SecondFactorOptions>, authenticators = 1) {
  const app = inProcessApp(options);
  const ids: string[] = [];
  const { bytes } = Secret.fromBase32(secret);
  for (let zeros = 0; zeros < authenticators; zeros += 1) {
    // HMAC fills keys up with zeros (RFC 2104): other secrets, and every code the same.
    const same = Uint8Array.of(...bytes, ...new Uint8Array(zeros));
    const imported = await app.engine.importAuthenticator({ subjectId: "alice", secret: same });
    ids.push(imported.authenticatorId);
  }
  const alice = app.signIn("alice");
  const verify = (otp = app.code(secret), authenticatorId?: string) =>
    alice.send("POST", "/verify", { json: { otp, authenticatorId } });
  const lastSteps = async () => {
    const { authenticators: held } = await app.records.forNamespace("default").load("alice");
    return held.map(({ lastStep }) => lastStep);
  };
  return { ...app, ids, alice, verify, lastSteps };
}

export function withResolvers() {
  let resolve!: () => void;
  const promise = new Promise<void>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}
