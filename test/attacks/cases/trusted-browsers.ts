import assert from "node:assert/strict";
import { keyRing } from "@second-factor/core";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { removed } from "../attacker/enrolling.js";
import { mustAccept, mustBeAsked, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { bringing, browserCookie, nextSignIn, trusted, trusting } from "../attacker/trusting.js";

const otherKeys = "other:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/** Whoever signs in with this value of the cookie is asked for a code. */
async function mustBeNothing(bed: Testbed, user: string, value: string): Promise<void> {
  await mustBeAsked(await bringing(bed, user, value));
}

/** The same with a character in the middle changed. */
function damaged(value: string, at: number): string {
  const changed = value[at] === "A" ? "B" : "A";
  return value.slice(0, at) + changed + value.slice(at + 1);
}

export const trustedBrowserCases: readonly AttackCase[] = [
  {
    id: "TDC-01",
    title: "a browser cookie of the attacker's own making",
    gate: false,
    bed: { ...trusting, sessions: "sealed-cookie" },
    async attack(bed) {
      const { browser } = await trusted(bed, "alice");
      const value = browserCookie(browser);
      const claims = { browserId: "1", epoch: "", setAt: 1, secret: "x", subjectId: "alice" };
      const encoded = btoa(JSON.stringify(claims)).replaceAll("=", "");
      const unsigned = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${encoded}.`;
      const ends = [0, 4, 20, Math.floor(value.length / 2), value.length - 2];
      for (const forged of [
        "",
        "true",
        encoded,
        unsigned,
        "A".repeat(value.length),
        "A".repeat(10_000),
        value.slice(0, -1),
        `${value}A`,
        // Sealed by the same engine, for something else.
        browser.cookies.get("second-factor") ?? "",
        ...ends.map((at) => damaged(value, at)),
      ]) {
        await mustBeNothing(bed, "alice", forged);
      }
      await withBed(
        bed,
        { engine: { ...trusting.engine, keys: keyRing(otherKeys) } },
        async (own) => {
          const other = await trusted(own, "alice");
          await mustBeNothing(bed, "alice", browserCookie(other.browser));
        },
      );
      await mustBeInside(await nextSignIn(bed, "alice", browser));
    },
  },
  {
    id: "TDC-02",
    title: "mallory's own trusted browser, at alice's sign-in",
    gate: true,
    bed: trusting,
    async attack(bed) {
      await enrolled(bed, "alice");
      const mallory = await trusted(bed, "mallory");
      await mustBeAsked(await nextSignIn(bed, "alice", mallory.browser));
      // Nor one that signs in and out in turn.
      await mustBeInside(await nextSignIn(bed, "mallory", mallory.browser));
      await mustBeAsked(await nextSignIn(bed, "alice", mallory.browser));
    },
    // That a browser was trusted once is enough, whoever it was that trusted it.
    mutant: {
      file: "packages/core/src/http/browsers/is-remembered.ts",
      find: 'if (cookie === null || cookie.secret === "") return false;',
      replace: 'if (cookie === null) return call.request.header("cookie").includes("-browser=");',
    },
  },
  {
    id: "TDC-03",
    title: "a stolen cookie after its owner revoked whatever there was to revoke",
    gate: false,
    bed: trusting,
    async attack(base) {
      const ways: Record<string, (bed: Testbed, owner: Owner) => Promise<unknown>> = {
        "all browsers removed": async (_bed, { verified }) => {
          assert.equal((await verified.request("POST", "/2fa/browsers/remove")).status, 204);
        },
        "another password": (bed) => bed.engine.credentialsChanged("alice"),
        "a reset": (bed) => bed.engine.reset("alice"),
        "a reset, and a new enrollment": async (bed) => {
          await bed.engine.reset("alice");
          await bed.client().enroll("alice", "new phone");
        },
        "a second authenticator": (_bed, { verified }) => verified.enroll("alice", "tablet"),
        "turned off and on": async (_bed, { verified, authenticatorId }) => {
          await removed(verified, authenticatorId);
          await verified.enroll("alice");
        },
      };
      for (const [what, revoke] of Object.entries(ways)) {
        await withBed(base, trusting, async (bed) => {
          const owner = await trusted(bed, "alice");
          const stolen = browserCookie(owner.browser);
          const opened = await bringing(bed, "alice", stolen);
          await mustBeInside(opened);
          const rotated = browserCookie(opened);
          const verified = await signedIn(bed, "alice");
          mustAccept(await verified.verify(owner.authenticator.code()));
          await revoke(bed, { ...owner, verified });
          bed.clock.advance({ seconds: 30 });
          for (const value of [rotated, stolen]) {
            const thief = await bringing(bed, "alice", value);
            const reply = await thief.request("GET", "/account");
            assert.equal(reply.status, 403, `${what}: the stolen cookie opens the account`);
          }
          const status = (await opened.request("GET", "/account")).status;
          assert.equal(status, 403, `${what}: the session that it opened goes on`);
        });
      }
    },
  },
  {
    id: "TDC-05",
    title: "a value of the cookie that was used before",
    gate: true,
    bed: trusting,
    async attack(bed) {
      const { browser } = await trusted(bed, "alice");
      const stolen = browserCookie(browser);
      const owner = await nextSignIn(bed, "alice", browser);
      await mustBeInside(owner);
      const current = browserCookie(owner);
      assert.notEqual(current, stolen, "another value after its use");
      // Parallel requests of one page bring the same value: for a moment it is only refused.
      await mustBeNothing(bed, "alice", stolen);
      await mustBeInside(await bringing(bed, "alice", current));

      const twenty = await Promise.all(
        Array.from({ length: 20 }, () => nextSignIn(bed, "alice", owner)),
      );
      const latest = (await bed.record("alice")).browsers[0]?.digest;
      const statuses = await Promise.all(
        twenty.map(async (one) => (await one.request("GET", "/account")).status),
      );
      assert.ok(!statuses.includes(200), "the owner's former value");
      assert.equal((await bed.record("alice")).browsers[0]?.digest, latest);

      bed.clock.advance({ seconds: 11 });
      await mustBeNothing(bed, "alice", stolen);
      assert.deepEqual((await bed.record("alice")).browsers, [], "its trust is gone");
      await mustBeAsked(owner);
      await mustBeNothing(bed, "alice", current);
      const told = bed.notices.filter(({ kind }) => kind === "browser_replayed");
      assert.equal(told.length, 1, "the owner is told, once");
    },
    // The row refuses an old value all the same, and nobody learns that there is a copy.
    mutant: {
      file: "packages/core/src/http/browsers/remember-browser.ts",
      find: "if (now - browser.rotatedAt > parallelMs) await endTrust(call, browser);",
      replace: "",
    },
  },
  {
    id: "TDC-06",
    title: "a trusted browser where a second factor is wanted",
    gate: true,
    // Sessions that the client holds: nothing but the mark tells how they were opened.
    bed: { ...trusting, sessions: "client" },
    async attack(bed) {
      const { browser, authenticator, authenticatorId } = await trusted(bed, "alice");
      const remembered = await nextSignIn(bed, "alice", browser);
      await mustBeInside(remembered);
      const { amr } = (await remembered.request("GET", "/2fa")).json();
      assert.deepEqual(amr, ["remembered"], "the session says what it is worth");
      for (const [method, path] of [
        ["POST", "/transfer"],
        ["POST", "/2fa/totp/enrollments"],
        ["POST", "/2fa/recovery-codes"],
        ["DELETE", `/2fa/authenticators/${authenticatorId}`],
      ] as const) {
        const reply = await remembered.request(method, path, { json: {} });
        mustRefuse(reply, 403, "second_factor_required");
      }
      assert.deepEqual(bed.bank.transfers, []);
      mustAccept(await remembered.verify(authenticator.code()));
      mustAccept(await remembered.request("POST", "/transfer", { json: { to: "bob", amount: 1 } }));
    },
    // Whatever the guard takes, a sensitive route takes.
    mutant: {
      file: "packages/core/src/step-up/mark.ts",
      find: 'if (mark.amr.includes("remembered")) return orRemembered;',
      replace: 'if (mark.amr.includes("remembered")) return true;',
    },
  },
];

interface Owner {
  readonly authenticatorId: string;
  /** A session that showed the second factor just now. */
  readonly verified: Client;
}
