import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { virtualAuthenticator } from "@second-factor/testing";
import { Miniflare, type Request, Response } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Audit, createAudit } from "./audit.js";
import { bundleWorker } from "./bundle-worker.js";
import { layTables } from "./lay-tables.js";
import { dialectNames, dialects } from "./start-workers.js";
import { visitor } from "./visitor.js";

describe.each(dialectNames)("after the reply of a Worker %s", (dialect) => {
  let audit: Audit;
  let miniflare: Miniflare;
  beforeAll(async () => {
    audit = createAudit();
    miniflare = new Miniflare({
      modules: true,
      script: await bundleWorker(fileURLToPath(new URL("worker/late.ts", import.meta.url))),
      ...dialects[dialect],
      d1Databases: ["DB"],
      durableObjects: { SECOND_FACTOR: { className: "SecondFactorObject", useSQLite: true } },
      bindings: { KEYS: `k1:${randomBytes(32).toString("base64")}` },
      serviceBindings: {
        AUDIT: async (request: Request) => {
          await audit.answer(new URL(request.url).pathname, await request.text());
          return new Response("heard");
        },
      },
    });
    await layTables(miniflare);
  });
  afterAll(() => miniflare?.dispose());

  /** Two wrong codes, a right one and a recovery code, answered before the log is. Then one more wrong code. */
  async function verifyBeforeTheLogAnswers(way: string, until: () => Promise<void>) {
    const owner = visitor(miniflare, way, "first", "https://hono");
    const begun = await owner("/2fa/totp/enrollments", {});
    const app = virtualAuthenticator(begun.body.keyUri ?? "", { now: Date.now });
    const path = `/2fa/totp/enrollments/${begun.body.enrollmentId}/confirm`;
    const enrolled = await owner(path, { otp: app.code() });
    const [recoveryCode] = enrolled.body.recoveryCodes ?? [];

    const elsewhere = visitor(miniflare, way, "second", `https://${way}`);
    const wrong = async () => {
      const otp = String((Number(app.code()) + 1) % 1_000_000).padStart(6, "0");
      return (await elsewhere("/2fa/verify", { otp })).body.attemptsRemaining;
    };
    expect([await wrong(), await wrong()], "attempts left after wrong codes").toEqual([4, 3]);
    const release = audit.holdAll();
    const accepted = [
      await elsewhere("/2fa/verify", { otp: app.code(1) }),
      await elsewhere("/2fa/recovery-codes/redeem", { recoveryCode }),
    ];
    expect(
      accepted.map(({ status }) => status),
      "a right code and a recovery code",
    ).toEqual([200, 200]);
    expect(audit.told, "told by the time of the reply").toEqual([]);
    release();
    await until();
    return { told: audit.takeTold(), attemptsRemaining: await wrong() };
  }

  const all = [
    "budget reset",
    "budget reset",
    "event verification.accepted",
    "event verification.accepted",
    "notice recovery_code_used",
  ];

  it.each(["hono", "fetch", "hono-option"])(
    "%s: the log and the owner hear of it and the budget is back, though the reply is out",
    async (way) => {
      expect(await verifyBeforeTheLogAnswers(way, () => audit.heard(all.length))).toEqual({
        told: all,
        attemptsRemaining: 4,
      });
    },
  );

  it.each(["hono-without", "fetch-without"])(
    "%s: what nobody waits for is cut with the request",
    async (way) => {
      // Each of them passes through the same Worker to the same log.
      const pings = Array<string>(5).fill("ping");
      const until = async () => {
        for (const _ of pings) await miniflare.dispatchFetch("https://hono/ping");
      };
      expect(await verifyBeforeTheLogAnswers(way, until)).toEqual({
        told: pings,
        attemptsRemaining: 1,
      });
    },
  );
});
