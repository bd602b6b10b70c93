import assert from "node:assert/strict";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { failingRecords } from "../attacker/failing-records.js";
import { mustRefuse } from "../attacker/outcomes.js";
import { pause } from "../attacker/pause.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

export const bypassFailureCases: readonly AttackCase[] = [
  {
    id: "BYP-18",
    title: "a store that throws under the guard",
    gate: false,
    async attack(base) {
      const store = failingRecords(base.records);
      const engine = { records: store.records, epochCacheSeconds: 0 };
      await withBed(base, { engine }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const before = bed.handlerRuns();
        for (const kind of ["throws", "rejects", "answers undefined"] as const) {
          store.fail("load", kind);
          for (const browser of [alice.browser, thief]) {
            for (const [method, path] of [
              ["GET", "/account"],
              ["POST", "/transfer"],
              ["GET", "/stream"],
            ] as const) {
              mustBeOutage(await browser.request(method, path), `${kind} ${path}`);
            }
          }
        }
        assert.equal(bed.handlerRuns(), before, "no handler ran");
        assert.deepEqual(bed.bank.errors, [], "the host's error handling has nothing to show");
      });
    },
  },
  {
    id: "BYP-19",
    title: "a handler that starts before the guard has decided",
    gate: false,
    bed: {
      subject: async (found) => {
        await pause(20);
        return found;
      },
    },
    async attack(bed) {
      await bed.engine.importAuthenticator({
        subjectId: "alice",
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      });
      const thief = await signedIn(bed, "alice");
      for (const path of ["/account", "/stream", "/large", "/cookies"]) {
        const asked = thief.request("GET", path);
        await pause(10);
        assert.equal(bed.handlerRuns(), 0, `${path}: still undecided`);
        mustRefuse(await asked, 403, "second_factor_required");
      }
      mustRefuse(await thief.request("POST", "/transfer"), 403, "second_factor_required");
      await pause(30);
      assert.equal(bed.handlerRuns(), 0, "nor afterwards");
      assert.deepEqual(bed.bank.transfers, []);
    },
  },
  {
    id: "BYP-21",
    title: "cookies collected before the second factor",
    gate: true,
    bed: { sessions: "client" },
    async attack(bed) {
      await enrolled(bed, "alice");
      const thief = bed.client();
      const jars = await collectJars(thief);
      assert.ok(jars.length > 0, "there are cookies to try");
      const before = bed.handlerRuns();
      for (const jar of jars) {
        mustRefuse(await jar.request("GET", "/account"), 403, "second_factor_required");
        mustRefuse(await jar.request("POST", "/transfer"), 403, "second_factor_required");
      }
      await mustNotOpenAlone(bed, jars);
      assert.equal(bed.handlerRuns(), before, "no handler ran");
    },
    // The first sight of a subject is written down as if it were a verification.
    mutant: {
      file: "packages/core/src/step-up/sign-in.ts",
      find: "mark: null,",
      replace:
        'mark: state.epoch === "" ? null : { id: "first", subjectId: subject.id, epoch: state.epoch, authenticatorId: "first", amr: ["otp"], verifiedAt: now },',
    },
  },
  {
    id: "BYP-23",
    title: "a guard mounted above the login middleware",
    gate: true,
    bed: { guardOrder: "above-sign-in" },
    async attack(bed) {
      const program = { authorization: `Bearer alice.jti-1.${bed.clock.now()}` };
      await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      for (const headers of [{}, program]) {
        const reply = await thief.request("GET", "/account", { headers });
        assert.equal(reply.status, 500, "in development the mistake stops the show");
        assert.equal(reply.json().code, "guard_above_sign_in");
        assert.ok(!reply.text.includes("balance"));
      }
      for (const error of bed.bank.errors as Error[]) {
        assert.match(error.message, /Mount guard\(\) below the middleware that signs in/);
      }
      const options = { guardOrder: "above-sign-in", production: true } as const;
      await withBed(bed, options, async (live) => {
        const visitor = await signedIn(live, "alice");
        await visitor.request("GET", "/account");
        await bed.client().request("GET", "/");
        const bypasses = live.events.filter(({ type }) => type === "guard_bypassed");
        assert.deepEqual(
          bypasses.map((event) => [event.subjectId, "path" in event && event.path]),
          [["alice", "/account"]],
          "in production the log tells",
        );
      });
    },
    // What was looked up before the handlers ran is taken for what is there afterwards.
    mutant: {
      file: "packages/core/src/http/guard.ts",
      find: "const subject = await lookAgain(request);",
      replace: "const subject = null;",
    },
  },
];

function mustBeOutage(reply: Reply, what: string): void {
  assert.equal(reply.status, 503, what);
  assert.equal(reply.code, "store_unavailable", what);
  assert.ok(Number(reply.headers["retry-after"]) >= 1, `${what}: when to come back`);
  assert.doesNotMatch(reply.text, /the disk is gone|\bat .+:\d+:\d+|node_modules/, what);
}

/** A jar after every step that a browser takes before the second factor. */
async function collectJars(thief: Client): Promise<Client[]> {
  const jars: Client[] = [];
  const steps: Array<() => Promise<Reply>> = [
    () => thief.login("alice"),
    () => thief.request("GET", "/account"),
    () => thief.request("GET", "/2fa"),
    () => thief.verify("000000"),
    () => thief.verify("malformed"),
    () => thief.request("POST", "/2fa/totp/enrollments", { json: {} }),
    () => thief.request("POST", "/2fa/recovery-codes"),
  ];
  for (const step of steps) {
    await step();
    jars.push(thief.clone());
  }
  return jars;
}

/** Each cookie by itself, since whoever steals one rarely gets all. */
async function mustNotOpenAlone(bed: Testbed, jars: readonly Client[]): Promise<void> {
  for (const jar of jars) {
    for (const pair of jar.cookies.header()?.split("; ") ?? []) {
      const alone = bed.client();
      const at = pair.indexOf("=");
      alone.cookies.set(pair.slice(0, at), pair.slice(at + 1));
      const reply = await alone.request("POST", "/transfer");
      assert.ok([401, 403].includes(reply.status), `${pair.slice(0, at)}: ${reply.status}`);
    }
  }
}
