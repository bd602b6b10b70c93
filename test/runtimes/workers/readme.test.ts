import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { virtualAuthenticator } from "@second-factor/testing";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layTables } from "./lay-tables.js";
import { type ReadersWorker, readersWorker } from "./readers-worker.js";
import { type Ask, visitor } from "./visitor.js";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

let reader: ReadersWorker;
let miniflare: Miniflare;
beforeAll(async () => {
  reader = readersWorker();
  const bindings = { SECOND_FACTOR_KEYS: `k1:${randomBytes(32).toString("base64")}` };
  miniflare = new Miniflare({ ...(await reader.options()), bindings });
  await layTables(miniflare);
});
afterAll(async () => {
  await miniflare?.dispose();
  reader.remove();
});

describe("the Worker that the README prints", () => {
  it("fits the types that Cloudflare publishes", () => {
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", reader.folder]);
    expect(String(stdout), "what the compiler says of it").toBe("");
  });

  it("enrolls, guards and takes each code once, for requests that come together", async () => {
    // All of them are the first: what one of them begins, another can't wait for on Workers.
    const users = Array.from({ length: 5 }, (_, index) =>
      visitor(miniflare, `user${index}`, "first"),
    );
    const begun = await Promise.all(users.map((ask) => ask("/2fa/totp/enrollments", {})));
    expect(
      begun.map(({ status }) => status),
      "five enrollments begun",
    ).toEqual(Array(5).fill(201));

    const [ask] = users as [Ask];
    const { enrollmentId, keyUri = "" } = begun[0]!.body;
    const otp = virtualAuthenticator(keyUri, { now: Date.now }).code();
    const confirmed = await ask(`/2fa/totp/enrollments/${enrollmentId}/confirm`, { otp });
    expect(confirmed, "the first code").toMatchObject({ status: 200 });
    expect(await ask("/account"), "the account, verified").toEqual({
      status: 200,
      body: { text: "Hello user0" },
    });

    const elsewhere = visitor(miniflare, "user0", "second");
    const refused = { status: 403, body: { code: "second_factor_required" } };
    expect(await elsewhere("/account"), "the account, elsewhere").toMatchObject(refused);
    const replayed = { status: 401, body: { code: "invalid_otp" } };
    expect(await elsewhere("/2fa/verify", { otp }), "the same code").toMatchObject(replayed);

    const next = virtualAuthenticator(keyUri, { now: () => Date.now() + 30_000 }).code();
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        visitor(miniflare, "user0", `race ${index}`)("/2fa/verify", { otp: next }),
      ),
    );
    const answered = (...statuses: number[]) =>
      tries.filter(({ status }) => statuses.includes(status)).length;
    // The acceptance gives the budget back, so how many of the others are compared depends on who is when.
    expect(
      { accepted: answered(200), refused: answered(401, 429) },
      "8 tries with one code",
    ).toEqual({ accepted: 1, refused: 7 });
  });
});
