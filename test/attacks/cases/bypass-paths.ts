import assert from "node:assert/strict";
import { bankRoutes } from "../../testbed/host/bank-routes.js";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

const guardedPaths = bankRoutes.filter(({ guarded }) => guarded).map(({ path }) => path);
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** One guarded route, spelled as routers and proxies might read it differently. */
const spellings = [
  "/Account",
  "/account/",
  "//account",
  "/account;x",
  "/account;jsessionid=1",
  "/account%2f",
  "/%61ccount",
  "/account/.",
  "/./account",
  "/account?x",
  "/account?/2fa/challenge",
  "/account%00",
  "/account%20",
  "/2fa/../account",
  "/2fa/verify/../../account",
  "/2fa/%2e%2e/account",
  "/2fa//account",
  "/2FA/../account",
  "/2fa/challenge/../../account",
  "http://127.0.0.1/account",
  "http://evil.example/2fa/../account",
];

export const bypassPathCases: readonly AttackCase[] = [
  {
    id: "BYP-01",
    title: "every guarded route with every method on the password alone",
    gate: true,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const before = bed.handlerRuns();
        for (const path of guardedPaths) {
          for (const method of methods) {
            const what = `${method} ${path}`;
            const program = await thief.request(method, path);
            assert.equal(program.status, 403, what);
            if (method === "HEAD") assert.equal(program.text, "", what);
            else assert.equal(program.code, "second_factor_required", what);
            const person = await thief.request(method, path, { headers: asBrowser });
            assert.equal(person.status, 303, what);
            assert.match(person.headers.location ?? "", /^\/2fa\/challenge(?:\?|$)/, what);
          }
        }
        assert.equal(bed.handlerRuns(), before, "no handler ran");
      }),
    // Preflights and HEAD "do nothing", so the guard lets them through.
    mutant: {
      file: "packages/core/src/http/guard.ts",
      find: "if (isOwnRoute(suite, request)) return pass([]);",
      replace:
        'if (isOwnRoute(suite, request) || ["HEAD", "OPTIONS"].includes(request.method)) return pass([]);',
    },
  },
  {
    id: "BYP-03",
    title: "a guarded path in other spellings",
    gate: false,
    async attack(bed) {
      await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      const before = bed.handlerRuns();
      const pretending = { "x-original-url": "/", "x-rewrite-url": "/2fa/challenge" };
      for (const path of spellings) {
        for (const headers of [{}, pretending]) {
          const reply = await thief.request("GET", path, { headers });
          assert.ok([400, 403, 404].includes(reply.status), `${path}: ${reply.status}`);
          assert.ok(!reply.text.includes("balance"), path);
        }
      }
      assert.equal(bed.handlerRuns(), before, "no handler ran");
    },
  },
  {
    id: "BYP-06",
    title: "every other first factor stays one",
    gate: true,
    async attack(bed) {
      await enrolled(bed, "alice");
      const before = bed.handlerRuns();
      const basic = btoa("alice:alice-password");
      const ways: Record<string, (browser: Client) => Promise<unknown>> = {
        "magic link": (browser) => browser.request("GET", "/magic?token=alice-magic"),
        "OAuth callback": (browser) => browser.request("GET", "/oauth/callback?code=alice-code"),
        "password reset": (browser) =>
          browser.request("POST", "/reset", { json: { token: "alice-reset" } }),
        password: (browser) => browser.login("alice"),
        "remember-me": async (browser) => browser.cookies.set("remember", "alice-remembered"),
      };
      for (const [way, signIn] of Object.entries(ways)) {
        const browser = bed.client();
        await signIn(browser);
        mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
        mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
        assert.equal(bed.handlerRuns(), before, way);
      }
      const stateless = { basic: `Basic ${basic}`, token: await tokenOf(bed.client()) };
      for (const [way, authorization] of Object.entries(stateless)) {
        const reply = await bed.client().request("GET", "/account", { headers: { authorization } });
        assert.equal(reply.code, "second_factor_required", way);
        assert.ok([401, 403].includes(reply.status), way);
      }
      assert.equal(bed.handlerRuns(), before, "no handler ran");
    },
    // "Machines have no phone": whatever authenticates by header is taken for a machine.
    mutant: {
      file: "packages/core/src/http/guard.ts",
      find: "if (isOwnRoute(suite, request)) return pass([]);",
      replace:
        'if (isOwnRoute(suite, request) || request.header("authorization")) return pass([]);',
    },
  },
  {
    id: "BYP-07",
    title: "a completed password reset",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const thief = bed.client();
      const reset = await thief.request("POST", "/reset", { json: { token: "alice-reset" } });
      assert.equal(reset.status, 200);
      mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
      const { authenticators, mustEnroll } = await bed.record("alice");
      assert.deepEqual(
        authenticators.map(({ id }) => id),
        [alice.authenticatorId],
        "still enrolled",
      );
      assert.equal(mustEnroll, false);
      const verified = await thief.verify(alice.authenticator.code());
      assert.equal(verified.status, 200, "and her own code is what opens it");
    },
    // A reset "starts over", second factor included.
    mutant: {
      file: "packages/core/src/engine.ts",
      find: 'await records.renewEpoch(subjectId, newEpoch(), "credentials");',
      replace: "await records.requireEnrollment(subjectId, newEpoch());",
    },
  },
  {
    id: "BYP-08",
    title: "linking an identity before the second factor",
    gate: false,
    async attack(bed) {
      await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      const reply = await thief.request("POST", "/link-identity", { json: { provider: "evil" } });
      mustRefuse(reply, 403, "second_factor_required");
      assert.deepEqual(bed.bank.linked, [], "nothing linked");
    },
  },
  {
    id: "BYP-09",
    title: "a client that pretends to have been verified",
    gate: false,
    async attack(bed) {
      await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      mustRefuse(await thief.verify("000000"), 401, "invalid_otp");
      const lies = {
        "second-factor": "verified",
        "x-second-factor": "true",
        cookie: `${thief.cookies.header()}; second-factor=verified; verified=true`,
      };
      mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
      const lied: Reply = await thief.request("GET", "/account", { headers: lies });
      mustRefuse(lied, 403, "second_factor_required");
    },
  },
];

async function tokenOf(program: Client): Promise<string> {
  const json = { username: "alice", password: "alice-password" };
  const { token } = (await program.request("POST", "/token", { json })).json<{ token: string }>();
  return `Bearer ${token}`;
}
