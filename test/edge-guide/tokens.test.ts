import { pathToFileURL } from "node:url";
import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import type { Hono } from "hono";
import { sign } from "hono/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listing, type ReadersFolder, readersFolder } from "./guide.js";

/** What the README of @second-factor/cloudflare prints, with stores that need no Worker. */
const engineFor = `
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";

export interface Env {
  JWT_SECRET: string;
}

const engine = createSecondFactor({
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: ["https://app.acme.example"],
  keys: keyRing("k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps="),
  records: memoryRecords(),
  limits: memoryLimits(),
  development: true,
});
export const engineFor = (_env: Env) => engine;
`;

const env = { JWT_SECRET: "of this test alone" };
let folder: ReadersFolder;
let app: Hono;
beforeAll(async () => {
  const files = { "tokens.ts": listing("tokens.ts"), "engine-for.ts": engineFor };
  folder = readersFolder("tokens", files, []);
  const { default: api } = await import(pathToFileURL(`${folder.path}/out/tokens.js`).href);
  app = api;
});
afterAll(() => folder?.remove());

/** A client that was given a token just now. */
async function signIn(jti: string) {
  // Whole seconds: rounded down, it would be before what changed in the same second.
  const auth_time = Math.ceil(Date.now() / 1000);
  const token = await sign({ sub: "7", email: "ada", jti, auth_time }, env.JWT_SECRET, "HS256");
  return async function ask(path: string, json?: unknown, mark?: string) {
    const init = {
      method: json === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        ...(mark !== undefined && { "second-factor": mark }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    };
    return app.request(`https://app.acme.example${path}`, init, env);
  };
}

test("a token's second factor travels in a field of its own, and is worth nothing beside another", async () => {
  const first = await signIn("first");
  const begun = await (await first("/2fa/totp/enrollments", {})).json();
  const phone: VirtualAuthenticator = virtualAuthenticator(begun.keyUri, Date);
  const confirm = `/2fa/totp/enrollments/${begun.enrollmentId}/confirm`;
  const confirmed = await first(confirm, { otp: phone.code() });
  const mark = confirmed.headers.get("second-factor") ?? "";
  expect(await (await first("/account", undefined, mark)).text()).toBe("Hello ada");

  const second = await signIn("second");
  for (const brought of [undefined, mark]) {
    const refused = await second("/account", undefined, brought);
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain(
      'Bearer error="insufficient_user_authentication"',
    );
  }
  const verified = await second("/2fa/verify", { otp: phone.code(1) });
  const own = verified.headers.get("second-factor") ?? "";
  expect((await second("/account", undefined, own)).status).toBe(200);
  expect(verified.headers.getSetCookie(), "cookies").toEqual([]);
});
