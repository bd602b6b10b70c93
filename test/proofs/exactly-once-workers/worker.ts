/// <reference path="../../../packages/cloudflare/src/cloudflare-workers.d.ts" />
import {
  durableObjectLimits,
  durableObjectReplay,
  type SecondFactorNamespace,
} from "@second-factor/cloudflare";
import type { SecondFactorEngine } from "@second-factor/core";
import { sealedCookie, secondFactor } from "@second-factor/hono";
import { type D1Binding, d1Database, migrate, sqlRecords } from "@second-factor/sql";
import { type Context, Hono } from "hono";
import { bankEngine, type Mount, mounts } from "../bank/bank-engine.js";
import { readSession } from "../bank/host-session.js";
import { lastWriterWins } from "../bank/last-writer-wins.js";
import { tallySheet } from "../bank/tally.js";

export { SecondFactorObject } from "@second-factor/cloudflare";

interface Env {
  readonly DB: D1Binding;
  readonly SECOND_FACTOR: SecondFactorNamespace;
  readonly DECIDES: "row" | "replay";
}

const sheet = tallySheet();
const engines = new WeakMap<Env, Record<Mount, SecondFactorEngine>>();

function enginesFor(env: Env): Record<Mount, SecondFactorEngine> {
  const known = engines.get(env);
  if (known !== undefined) return known;
  const onD1 = sqlRecords(d1Database(env.DB));
  const replays = env.DECIDES === "replay";
  const stores = {
    records: sheet.counting(replays ? lastWriterWins(onD1, overwriteStep(env)) : onD1),
    limits: durableObjectLimits(env.SECOND_FACTOR),
    replay: replays ? durableObjectReplay(env.SECOND_FACTOR) : null,
  };
  const make = (mount: Mount) =>
    bankEngine(stores, {
      mount,
      deadlineMilliseconds: 30_000,
      events: (event) => sheet.add(event.type),
    });
  const made = { plain: make("plain"), lifted: make("lifted") };
  engines.set(env, made);
  return made;
}

/** What makes of D1 records that cannot compare-and-set. */
const overwriteStep =
  ({ DB }: Env) =>
  async (subjectId: string, authenticatorId: string, lastStep: number, at: number) => {
    const text = `UPDATE second_factor_authenticators SET last_step = ?3, last_used_at = ?4
      WHERE subject_id = ?1 AND id = ?2`;
    await DB.prepare(text).bind(subjectId, authenticatorId, lastStep, at).run();
  };

const app = new Hono<{ Bindings: Env }>();
const sessionOf = (c: Context) => readSession(c.req.header("cookie"));
for (const mount of ["plain", "lifted"] as const) {
  const twoFactor = secondFactor<{ Bindings: Env }>((c) => enginesFor(c.env)[mount], {
    subject(c) {
      const session = sessionOf(c);
      return session && { id: session.user, name: session.user, authenticatedAt: session.at };
    },
    session: sealedCookie({ binding: (c) => sessionOf(c)?.id }),
    client: (c) => ({ address: c.req.header("x-client"), secure: true }),
  });
  app.route(mounts[mount], twoFactor.routes());
}

// For who makes the rounds.
app.get("/tally", (c) => c.json(sheet.take()));
app.post("/migrate", async (c) => c.json((await migrate(d1Database(c.env.DB))) ?? null));
app.post("/import", async (c) =>
  c.json(await enginesFor(c.env).plain.importAuthenticator(await c.req.json())),
);
app.post("/row", async (c) => {
  const { subjectId } = await c.req.json();
  return c.json(await sqlRecords(d1Database(c.env.DB)).forNamespace("default").load(subjectId));
});

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default app;
