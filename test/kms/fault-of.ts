import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { MasterKeyError, type WrappingContext } from "@second-factor/core";
import { vi } from "vitest";
import type { LoopbackServer } from "./servers/loopback-server.js";

export const testContext: WrappingContext = { application: "second-factor", keyId: "k1" };

export const someKey = (): Uint8Array => new Uint8Array(randomBytes(32));

/** What a call failed with; that it must not succeed is part of it. */
export async function faultOf(call: Promise<unknown>): Promise<MasterKeyError> {
  const failure = await call.then(
    () => "an answer",
    (error: unknown) => error,
  );
  assert.ok(failure instanceof MasterKeyError, `a MasterKeyError, not ${failure}`);
  return failure;
}

/**
 * Has a call end for having taken too long, as soon as that many requests wait for a server that is silent. Gives back
 * what it failed with, and how long it would have been given.
 */
export async function abandoned(
  server: LoopbackServer,
  requests: number,
  call: () => Promise<unknown>,
): Promise<{ readonly failure: MasterKeyError; readonly milliseconds: readonly number[] }> {
  const late = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(late.signal);
  const failing = faultOf(call());
  await vi.waitUntil(() => server.asked.length >= requests);
  late.abort(new DOMException("too late", "TimeoutError"));
  return { failure: await failing, milliseconds: timeout.mock.calls.map(([given]) => given) };
}
