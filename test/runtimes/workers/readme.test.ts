import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { sqliteSchema } from "@second-factor/sql";
import { virtualAuthenticator } from "@second-factor/testing";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCookieJar } from "../../testbed/client/cookie-jar.js";
import { type ReadersWorker, readersWorker } from "./readers-worker.js";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

let reader: ReadersWorker;
let miniflare: Miniflare;
beforeAll(async () => {
  reader = readersWorker();
  const bindings = { SECOND_FACTOR_KEYS: `k1:${randomBytes(32).toString("base64")}` };
  miniflare = new Miniflare({ ...(await reader.options()), bindings });
  const database = await miniflare.getD1Database("DB");
  for (const statement of sqliteSchema.replace(/--.*$/gm, "").split(";\n")) {
    if (statement.trim() !== "") await database.prepare(statement).run();
  }
});
afterAll(async () => {
  await miniflare?.dispose();
  reader.remove();
});

/** A browser of that user, with a session of its own. */
function visitor(user: string, session: string) {
  const cookies = createCookieJar();
  const since = String(Date.now());
  return async function ask(path: string, json?: unknown) {
    const response = await miniflare.dispatchFetch(`https://app.acme.example${path}`, {
      method: json === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        "cf-connecting-ip": "192.0.2.7",
        "x-user": user,
        "x-session": session,
        "x-since": since,
        cookie: cookies.header() ?? "",
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    cookies.take(response.headers.getSetCookie());
    const text = await response.text();
    const body: Record<string, string> = text.startsWith("{") ? JSON.parse(text) : { text };
    return { status: response.status, body };
  };
}

describe("the Worker that the README prints", () => {
  it("fits the types that Cloudflare publishes", () => {
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", reader.folder]);
    expect(String(stdout), "what the compiler says of it").toBe("");
  });

  it("enrolls, guards and takes each code once, for requests that come together", async () => {
    // All of them are the first: what one of them begins, another can't wait for on Workers.
    const users = Array.from({ length: 5 }, (_, index) => visitor(`user${index}`, "first"));
    const begun = await Promise.all(users.map((ask) => ask("/2fa/totp/enrollments", {})));
    expect(
      begun.map(({ status }) => status),
      "five enrollments begun",
    ).toEqual(Array(5).fill(201));

    const [ask] = users as [ReturnType<typeof visitor>];
    const { enrollmentId, keyUri = "" } = begun[0]!.body;
    const otp = virtualAuthenticator(keyUri, { now: Date.now }).code();
    const confirmed = await ask(`/2fa/totp/enrollments/${enrollmentId}/confirm`, { otp });
    expect(confirmed, "the first code").toMatchObject({ status: 200 });
    expect(await ask("/account"), "the account, verified").toEqual({
      status: 200,
      body: { text: "Hello user0" },
    });

    const elsewhere = visitor("user0", "second");
    const refused = { status: 403, body: { code: "second_factor_required" } };
    expect(await elsewhere("/account"), "the account, elsewhere").toMatchObject(refused);
    const replayed = { status: 401, body: { code: "invalid_otp" } };
    expect(await elsewhere("/2fa/verify", { otp }), "the same code").toMatchObject(replayed);

    const next = virtualAuthenticator(keyUri, { now: () => Date.now() + 30_000 }).code();
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        visitor("user0", `race ${index}`)("/2fa/verify", { otp: next }),
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
