import { ConfigurationError } from "@second-factor/core";
import type { Budget, LimiterState, StepRange } from "@second-factor/core/stores";
import type { Consumed } from "./second-factor-object.js";

/** What a binding is of: `DurableObjectNamespace<SecondFactorObject>` as `wrangler types` writes it. */
export interface SecondFactorNamespace {
  idFromName(name: string): object;
  get(id: object): SecondFactorStub;
}

/** One object, as a Worker calls it. */
export interface SecondFactorStub {
  consumePoint(budget: Budget): PromiseLike<Consumed>;
  readBudget(budget: Budget): PromiseLike<LimiterState | null>;
  forgetBudget(name: string): PromiseLike<boolean>;
  acceptStep(
    authenticatorId: string,
    steps: StepRange,
    floor: number,
    memorySeconds: number,
  ): PromiseLike<boolean>;
  describe(): PromiseLike<string>;
  readClock(): PromiseLike<number>;
}

export interface DurableObjectOptions {
  /** What the binding is called in wrangler.jsonc, for messages; SECOND_FACTOR by default. */
  readonly binding?: string;
}

export interface Binding {
  readonly name: string;
  /** Asks the object of these parts, anew for each call: one that failed once can't be called again. */
  ask<Answer>(
    parts: readonly string[],
    call: (object: SecondFactorStub) => PromiseLike<Answer>,
  ): Promise<Answer>;
}

interface Asker {
  readonly store: "durableObjectLimits" | "durableObjectReplay";
  readonly code: "limits_invalid" | "replay_invalid";
}

/** @throws ConfigurationError with the lines that wrangler.jsonc lacks */
export function openBinding(
  namespace: SecondFactorNamespace,
  { store, code }: Asker,
  { binding: name = "SECOND_FACTOR" }: DurableObjectOptions,
): Binding {
  if (typeof namespace?.idFromName !== "function" || typeof namespace.get !== "function") {
    const given = namespace === undefined || namespace === null ? "nothing" : "something else";
    throw new ConfigurationError(
      code,
      `${store} was given ${given} and no Durable Object namespace as binding ${name}.`,
      `Pass env.${name}, export { SecondFactorObject } from the Worker, and ${wranglerLines(name)}`,
    );
  }
  return {
    name,
    ask: async (parts, call) => call(namespace.get(namespace.idFromName(await objectName(parts)))),
  };
}

export const wranglerLines = (name: string): string =>
  `add to wrangler.jsonc: "durable_objects": { "bindings": [{ "name": "${name}", "class_name": "SecondFactorObject" }] }, "migrations": [{ "tag": "second-factor-1", "new_sqlite_classes": ["SecondFactorObject"] }]`;

/**
 * Hashed, so that no list of objects tells account names, and of one length, whatever the ids are. As JSON, so that
 * nothing can move from one part into the next.
 */
async function objectName(parts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
