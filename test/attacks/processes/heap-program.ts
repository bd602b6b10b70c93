// Enrolls one user, forgets about it, and writes down what is left in the heap.
import { setFlagsFromString, writeHeapSnapshot } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import type { RouteRequest, SessionHandle } from "@second-factor/core/http";
import { virtualAuthenticator } from "@second-factor/testing";

/** What the parent searches for must not stand in this heap because of being told. */
const masked = (text: string) => Array.from(text, (character) => character.charCodeAt(0) ^ 0x55);

function send(path: string, fields: object, session: { slot: unknown }): RouteRequest {
  const body = new TextEncoder().encode(JSON.stringify(fields));
  const handle: SessionHandle = {
    read: () => session.slot,
    write: (slot) => {
      session.slot = slot;
    },
    rotate: (slot) => {
      session.slot = slot;
    },
  };
  return {
    method: "POST",
    path: `/2fa${path}`,
    query: "",
    header: (name) => (name === "content-type" ? "application/json" : undefined),
    client: { address: "192.0.2.1", secure: true },
    body: { kind: "unread", read: async () => body },
    subject: () => ({ id: "alice", name: "alice@bank.example" }),
    sessionHeldBy: "server",
    session: () => handle,
  };
}

const engine = createSecondFactor({
  issuer: "Bank",
  basePath: "/2fa",
  trustedOrigins: ["https://bank.example"],
  keys: keyRing(process.env.MASTER_KEY),
  records: memoryRecords(),
  limits: memoryLimits(),
  development: true,
});

async function enroll(): Promise<number[][]> {
  const session = { slot: undefined };
  const begun = await engine.handle(send("/totp/enrollments", {}, session));
  const { enrollmentId, secret, keyUri } = JSON.parse(begun.body);
  const otp = virtualAuthenticator(keyUri, { now: () => Date.now() }).code();
  const path = `/totp/enrollments/${enrollmentId}/confirm`;
  const confirmed = await engine.handle(send(path, { otp }, session));
  const { recoveryCodes } = JSON.parse(confirmed.body);
  return [secret, secret.replaceAll(" ", ""), ...recoveryCodes].map(masked);
}

delete process.env.MASTER_KEY;

const shown = await enroll();
// The regular expressions' memory of the last text they saw is V8's own.
/nothing/.test("nothing");
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
await new Promise((resolve) => setTimeout(resolve, 100));
collect();
collect();
writeHeapSnapshot(process.env.SNAPSHOT);
process.send?.({ shown, alive: engine.droppedEvents }, () => process.disconnect());
