import assert from "node:assert/strict";
import { virtualAuthenticator } from "@second-factor/testing";
import type { Reply, RequestParts } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { guess } from "../attacker/campaign.js";
import { wrongOtps } from "../attacker/guesses.js";
import { byStatus, comparisons, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { captureOutput } from "../attacker/output-capture.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { watchedStores } from "../attacker/watched-stores.js";

/** Many codes in one request, in every shape a body can have; the right one is among them. */
function bulk(right: string, wrong: readonly string[]): readonly RequestParts[] {
  const many = [...wrong, right];
  return [
    { json: { otp: [right] } },
    { json: { otp: many } },
    { json: { otp: { 0: right, $in: many } } },
    { json: { otp: Number(`1${right}`) } },
    { json: { otp: many.join(" ") } },
    { json: { otp: many.slice(-4).join("") } },
    { json: { otp: many.slice(-3).join(",") } },
    { json: { otps: many, codes: many } },
    { json: [{ otp: right }] },
    { json: many },
    { json: { otp: right, authenticatorId: [right] } },
  ];
}

const repeated = (right: string, wrong: string): readonly RequestParts[] => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const json = { "content-type": "application/json" };
  return [
    { body: `otp=${wrong}&otp=${right}`, headers: form },
    { body: `otp[]=${wrong}&otp[]=${right}`, headers: form },
    { body: `{"otp":"${wrong}","otp":"${right}"}`, headers: json },
    { body: `{"otp":"${wrong}"}{"otp":"${right}"}`, headers: json },
  ];
};

/** Other doors to the comparison. */
export const bruteForceInputCases: readonly AttackCase[] = [
  {
    id: "BRU-17",
    title: "a hundred codes in one request: arrays, lists, repeated fields",
    gate: true,
    async attack(base) {
      for (const parser of [false, true]) {
        await withBed(base, { parser }, async (bed) => {
          const { authenticator } = await enrolled(bed, "alice");
          const [right, wrong] = [authenticator.code(), wrongOtps(authenticator, 100)];
          const thief = await signedIn(bed, "alice");
          const before = await bed.record("alice");
          const tries = bulk(right, wrong);
          // Where the host's parser ran before us, which of two fields it keeps is its affair.
          const requests = parser ? tries : [...tries, ...repeated(right, wrong[0] ?? "")];
          for (const parts of requests) {
            const { status, code } = await thief.request("POST", "/2fa/verify", parts);
            assert.equal(status, 400, `${JSON.stringify(parts).slice(0, 60)}: ${status} ${code}`);
          }
          assert.equal(comparisons(bed), 0, "nothing is compared");
          assert.deepEqual(await bed.record("alice"), before, "nothing is counted");
          await mustBeOutside(thief);
          assert.equal((await thief.verify(wrong[0] ?? "")).json().attemptsRemaining, 4);
        });
      }
    },
    mutant: {
      file: "packages/core/src/otp/parse-otp.ts",
      find: 'if (typeof value !== "string") return { problem: "wrong_type" };',
      replace:
        'if (Array.isArray(value)) return parseOtp(value.at(-1), acceptedDigits);\n  if (typeof value !== "string") return { problem: "wrong_type" };',
    },
  },
  {
    id: "BRU-21",
    title: "a flood at the door without a session, and with cookies made up",
    gate: false,
    async attack(base) {
      const { records, limits, calls } = watchedStores(base);
      await withBed(base, { engine: { records, limits } }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        calls.length = 0;
        const sessions = bed.shelf.size;
        let replies: readonly Reply[] = [];
        // @hono/session prints every cookie that it can't read.
        await captureOutput(async () => {
          replies = await Promise.all(
            Array.from({ length: 200 }, (_, index) => {
              const stranger = bed.client();
              for (const name of ["connect.sid", "sid", "koa.sess", "session", "second-factor"])
                if (index % 2 === 0) stranger.cookies.set(name, `s%3Amade-up-${index}.c2ln`);
              return stranger.verify(alice.authenticator.code());
            }),
          );
        });
        assert.deepEqual(byStatus(replies), { 401: 200 });
        assert.ok(replies.every(({ code }) => code === "sign_in_required"));
        assert.deepEqual(calls, [], "no store is asked");
        assert.equal(bed.shelf.size, sessions, "no session is kept");
      });
    },
  },
  {
    id: "BRU-22",
    title: "guesses at every other route that takes a code or changes something",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const before = await bed.record("alice");
      const thief = await signedIn(bed, "alice");
      const otp = alice.authenticator.code();
      const doors = [
        ["POST", "/2fa/recovery-codes", 403],
        ["POST", "/2fa/totp/enrollments", 403],
        ["DELETE", `/2fa/authenticators/${alice.authenticatorId}`, 403],
        ["POST", `/2fa/authenticators/${alice.authenticatorId}/rename`, 403],
        ["POST", `/2fa/totp/enrollments/${alice.authenticatorId}/confirm`, 404],
        ["POST", "/transfer", 403],
      ] as const;
      for (const [method, path, status] of doors) {
        const reply = await thief.request(method, path, { json: { otp, name: "mine" } });
        assert.equal(reply.status, status, `${method} ${path}`);
      }
      assert.deepEqual(await bed.record("alice"), before, "no code was compared there");

      // The one other place where codes are compared: five tries, then it is void.
      const begun = await alice.browser.request("POST", "/2fa/totp/enrollments", { json: {} });
      const { enrollmentId, keyUri } = begun.json<Record<string, string>>();
      const added = virtualAuthenticator(keyUri ?? "", bed.clock);
      const confirm = (code: string) =>
        alice.browser.request("POST", `/2fa/totp/enrollments/${enrollmentId}/confirm`, {
          json: { otp: code },
        });
      for (const [index, wrong] of wrongOtps(added, 5).entries()) {
        const reply = await confirm(wrong);
        mustRefuse(reply, 401, "invalid_otp");
        assert.equal(reply.json().attemptsRemaining, 4 - index);
      }
      mustRefuse(await confirm(added.code()), 404, "enrollment_not_found");
      assert.equal((await bed.record("alice")).authenticators.length, 1);
    },
    // A budget of its own for every guess.
    mutant: {
      file: "packages/core/src/authenticators/confirm-enrollment.ts",
      find: "pending.id}`",
      replace: "randomId(crypto)}`",
    },
  },
  {
    id: "BRU-31",
    title: "guesses by other methods, and with the method in a header",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const otp = authenticator.code();
      const thief = await signedIn(bed, "alice");
      const headers = { "x-http-method-override": "POST", "x-method-override": "POST" };
      for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]) {
        const path = `/2fa/verify?otp=${otp}&_method=POST`;
        const body = method === "PUT" || method === "PATCH" ? { json: { otp } } : {};
        const reply = await thief.request(method, path, { ...body, headers });
        assert.equal(reply.status, 405, method);
        assert.equal(reply.headers.allow, "POST");
      }
      assert.equal(comparisons(bed), 0);
      await mustBeOutside(thief);
      // A POST stays one, whatever a header calls it, and is counted as one.
      const disguised = { "x-http-method-override": "GET" };
      for (const wrong of wrongOtps(authenticator, 6))
        await thief.request("POST", "/2fa/verify", { json: { otp: wrong }, headers: disguised });
      assert.equal(comparisons(bed), 5);
    },
  },
  {
    id: "BRU-32",
    title: "the same route spelled in many ways, each with a budget of its own",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const spellings = [
        "/2fa/verify/",
        "/2fa/VERIFY",
        "/2FA/verify",
        "/2fa//verify",
        "//2fa/verify",
        "/2fa/./verify",
        "/2fa/x/../verify",
        "/2fa/%76erify",
        "/2fa/verify%2f",
        "/2fa/verify;a=1",
        "/2fa/verify.json",
        "/2fa/verify?a=1",
        "/2fa/verify#a",
        `${bed.origin}/2fa/verify`,
      ];
      for (const path of spellings) {
        for (const otp of wrongOtps(authenticator, 6)) {
          const thief = await signedIn(bed, "alice");
          const reply = await thief.request("POST", path, { json: { otp } });
          assert.ok([401, 403, 404, 429].includes(reply.status), `${path}: ${reply.status}`);
        }
      }
      assert.equal(comparisons(bed), 5, "one budget for all spellings");
      const [refused] = await guess(bed, "alice", authenticator, 1);
      mustRefuse(refused!, 429, "too_many_attempts");
    },
  },
];
