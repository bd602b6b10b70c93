import assert from "node:assert/strict";
import type { Subject } from "@second-factor/core";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

/** Every place a request has where another account might be named. */
const naming = {
  user: "alice",
  userId: "alice",
  subjectId: "alice",
  username: "alice",
  verify: "alice",
};

/** What a broken look-up answers, by the name of the user who is looked up. */
const brokenAnswers: Record<string, (found: Subject) => unknown> = {
  "lookup-undefined": () => undefined,
  "lookup-throws": () => {
    throw new Error("the users' table is gone");
  },
  "lookup-rejects": () => Promise.reject(new Error("the users' table is gone")),
  "lookup-empty": () => ({}),
  "lookup-false": () => false,
  "lookup-text": ({ id }) => id,
  "lookup-number": ({ name }) => ({ id: 42, name }),
  "lookup-nameless": ({ id }) => ({ id }),
  "lookup-list": (found) => [found],
};

const authenticatorSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

export const bypassIdentityCases: readonly AttackCase[] = [
  {
    id: "BYP-11",
    title: "another account named beside one's own code",
    gate: true,
    async attack(bed) {
      await enrolled(bed, "alice");
      const mallory = await enrolled(bed, "mallory");
      const attacker = await signedIn(bed, "mallory");
      const query = new URLSearchParams(naming).toString();
      attacker.cookies.set("user", "alice");
      attacker.cookies.set("verify", "alice");
      const reply = await attacker.request("POST", `/2fa/verify?${query}`, {
        json: { otp: mallory.authenticator.code(), ...naming },
        headers: { "x-user": "alice", "x-user-id": "alice", "x-forwarded-user": "alice" },
      });
      assert.ok([200, 400].includes(reply.status), `mallory herself or nothing: ${reply.status}`);
      const { authenticators, failures } = await bed.record("alice");
      assert.equal(failures.count, 0, "alice was not tried");
      assert.ok(authenticators.every((one) => one.lastUsedAt < bed.clock.now()));
      assert.equal((await attacker.request("GET", "/account")).json().user, "mallory");
      const thief = await signedIn(bed, "alice");
      mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
    },
    // The account to verify comes along in the form.
    mutant: {
      file: "packages/core/src/http/routes/verify.ts",
      find: "attemptOf(call, browser),",
      replace:
        "{ ...attemptOf(call, browser), subject: { ...call.subject, id: String(input.fields.userId ?? call.subject.id) } },",
    },
  },
  {
    id: "BYP-12",
    title: "one's own code in another's half-finished sign-in",
    gate: false,
    async attack(bed) {
      await enrolled(bed, "alice");
      const mallory = await enrolled(bed, "mallory");
      const thief = await signedIn(bed, "alice");
      const reply = await thief.verify(mallory.authenticator.code());
      mustRefuse(reply, 401, "invalid_otp");
      assert.equal(reply.json().attemptsRemaining, 4);
      assert.equal((await bed.record("alice")).failures.count, 1, "a try at alice's");
      assert.equal((await bed.record("mallory")).failures.count, 0);
    },
  },
  {
    id: "BYP-14",
    title: "finishing a sign-in from before everything changed",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const stale: Client[] = [];
      for (const change of [changePassword, addAuthenticator]) {
        const thief = await signedIn(bed, "alice");
        mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
        bed.clock.advance({ seconds: 30 });
        const owner = await signedIn(bed, "alice");
        mustAccept(await owner.verify(alice.authenticator.code()));
        await change(owner);
        stale.push(thief);
      }
      bed.clock.advance({ seconds: 30 });
      for (const thief of stale) {
        mustRefuse(await thief.verify(alice.authenticator.code()), 401, "sign_in_again");
        mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
      }
      const owner = await signedIn(bed, "alice");
      mustAccept(await owner.verify(alice.authenticator.code()));
      await withBed(bed, { authenticatedAt: true }, unseenUntilAfterwards);
    },
    // Recent is enough, whatever happened meanwhile.
    mutant: {
      file: "packages/core/src/step-up/sign-in.ts",
      find: "if (slot.signIn.epoch !== state.epoch) return false;",
      replace: "",
    },
  },
  {
    id: "BYP-15",
    title: "a user look-up that throws or answers with nothing",
    gate: true,
    bed: {
      subject: (found) => {
        const broken = found === null ? undefined : brokenAnswers[found.id];
        return found === null || broken === undefined ? found : broken(found);
      },
    },
    async attack(bed) {
      for (const user of Object.keys(brokenAnswers)) {
        await bed.engine.importAuthenticator({ subjectId: user, secret: authenticatorSecret });
        const thief = await signedIn(bed, user);
        for (const [method, path] of [
          ["GET", "/account"],
          ["POST", "/transfer"],
          ["GET", "/2fa"],
          ["POST", "/2fa/totp/enrollments"],
        ] as const) {
          const reply = await thief.request(method, path);
          mustRefuse(reply, 503, "subject_unavailable");
          assert.ok(Number(reply.headers["retry-after"]) >= 1, `${user} ${path}`);
          assert.ok(!reply.text.includes("table"), "nothing of the host's error");
        }
      }
      assert.equal(bed.handlerRuns(), 0, "no handler ran");
    },
    // "Nothing found" and "nobody" fall together.
    mutant: {
      file: "packages/core/src/subject.ts",
      find: "if (value === null) return null;",
      replace: "if (value === null || value === undefined) return null;",
    },
  },
  {
    id: "BYP-20",
    title: "another account in a verified session",
    gate: false,
    async attack(bed) {
      await enrolled(bed, "bob");
      const alice = await enrolled(bed, "alice");
      mustAccept(await alice.browser.request("GET", "/account"));
      mustAccept(await alice.browser.request("POST", "/switch", { json: { to: "bob" } }));
      const before = bed.handlerRuns();
      mustRefuse(await alice.browser.request("GET", "/account"), 403, "second_factor_required");
      mustRefuse(await alice.browser.request("POST", "/transfer"), 403, "second_factor_required");
      assert.equal(bed.handlerRuns(), before);
    },
  },
  {
    id: "BYP-25",
    title: "a token beside a verified session",
    gate: false,
    async attack(bed) {
      const mallory = await enrolled(bed, "mallory");
      const alice = await enrolled(bed, "alice");
      for (const [browser, whose] of [
        [mallory.browser, "another's"],
        [alice.browser, "her own"],
      ] as const) {
        await mustNotLend(bed, browser, whose);
      }
    },
  },
];

/** A session's mark must not count for a request that a token authenticated. */
async function mustNotLend(bed: Testbed, browser: Client, whose: string): Promise<void> {
  mustAccept(await browser.request("GET", "/account"));
  const before = bed.handlerRuns();
  const authorization = `Bearer alice.jti-1.${bed.clock.now()}`;
  for (const [method, path] of [
    ["GET", "/account"],
    ["POST", "/transfer"],
  ] as const) {
    const reply = await browser.request(method, path, { headers: { authorization } });
    assert.equal(reply.status, 401, `${whose} session: ${reply.text}`);
    assert.match(
      reply.headers["www-authenticate"] ?? "",
      /^Bearer error="insufficient_user_authentication"/,
    );
  }
  assert.equal(bed.handlerRuns(), before, `no handler ran on ${whose} session`);
}

/** A session that the suite never saw before the change: only the host knows how old its sign-in is. */
async function unseenUntilAfterwards(bed: Testbed): Promise<void> {
  const alice = await enrolled(bed, "alice");
  const thief = await signedIn(bed, "alice");
  bed.clock.advance({ seconds: 30 });
  await bed.engine.credentialsChanged("alice");
  bed.clock.advance({ seconds: 30 });
  mustRefuse(await thief.verify(alice.authenticator.code()), 401, "sign_in_again");
}

async function changePassword(browser: Client): Promise<void> {
  const reply = await browser.request("POST", "/password");
  assert.equal(reply.status, 204, reply.text);
}

async function addAuthenticator(browser: Client): Promise<void> {
  await browser.enroll("alice", "second phone");
}
