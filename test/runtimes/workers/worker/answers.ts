import {
  durableObjectLimits,
  durableObjectReplay,
  type SecondFactorNamespace,
} from "@second-factor/cloudflare";
import type { Budget, LimiterState } from "@second-factor/core/stores";
import { d1Database, migrate, sqlRecords } from "@second-factor/sql";
import { enroll, step } from "../../../../packages/testing/src/records-contract/records-case.js";
import { casesOf, type SuiteName } from "../suites.js";
import type { BindingName, Env } from "./env.js";
import { openStores } from "./open-stores.js";
import { falls } from "./watched-object.js";

export interface Consuming {
  readonly key: string;
  readonly budget: Budget;
  readonly callers?: number;
  readonly binding?: BindingName;
}

export interface Accepting {
  readonly subject: string;
  /** Above the step that the authenticator was enrolled with. */
  readonly above: number;
  readonly callers?: number;
  readonly binding?: BindingName;
}

export interface Tried {
  readonly taken: boolean;
  readonly state: LimiterState;
}

/** What the tests ask a Worker to do. */
export const answers: Readonly<Record<string, (env: Env, asked: never) => unknown>> = {
  async "/case"(env, { suite, title }: { suite: SuiteName; title: string }) {
    const body = casesOf(suite, openStores(env)).get(title);
    if (body === undefined) throw new Error(`no case ${title}`);
    await body();
  },

  "/consume": (env, { key, budget, callers, binding = "SECOND_FACTOR" }: Consuming) => {
    const limiter = durableObjectLimits(objects(env, binding)).limiter(budget, Date);
    return together(callers, async (): Promise<Tried> => {
      try {
        return { taken: true, state: await limiter.consume(key) };
      } catch (state) {
        if (state instanceof Error) throw state;
        return { taken: false, state: state as LimiterState };
      }
    });
  },

  "/accept-in-object": (env, { subject, above, callers, binding = "SECOND_FACTOR" }: Accepting) => {
    const replay = durableObjectReplay(objects(env, binding)).forNamespace("default");
    const steps = { first: step + above, last: step + above };
    return together(callers, () => replay.acceptStep(subject, "phone", steps, step, 240));
  },

  "/accept-in-d1": (env, { subject, above, callers }: Accepting) => {
    const records = sqlRecords(d1Database(env.DB)).forNamespace("default");
    const steps = { first: step + above, last: step + above };
    return together(callers, () => records.acceptStep(subject, "phone", steps, Date.now()));
  },

  async "/enroll"(env, { subject }: { subject: string }) {
    await migrate(d1Database(env.DB));
    await enroll(sqlRecords(d1Database(env.DB)).forNamespace("default"), subject, "phone");
  },

  "/look": (env) => watched(env).look(),
  "/after-alarm": (env, { number }: { number: number }) => watched(env).afterAlarm(number),
  "/falls": () => falls.asked,

  async "/check"(env, { binding }: { binding: BindingName }) {
    return {
      limits: await durableObjectLimits(env[binding], { binding }).check?.(),
      replay: await durableObjectReplay(env[binding], { binding }).check?.(),
    };
  },
};

function together<T>(callers = 1, call: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: callers }, call));
}

const watched = ({ WATCHED }: Env) => WATCHED.get(WATCHED.idFromName("watched"));

/** The watched one is always the same, so that it can be found again. */
function objects(env: Env, binding: BindingName): SecondFactorNamespace {
  const all = env[binding];
  if (binding !== "WATCHED") return all;
  return { idFromName: () => all.idFromName("watched"), get: (id) => all.get(id) };
}
