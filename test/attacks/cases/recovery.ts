import assert from "node:assert/strict";
import type { Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { wrongOtp } from "../attacker/guesses.js";
import {
  byStatus,
  mustAccept,
  mustBeInside,
  mustBeOutside,
  mustHaveNoOutage,
  mustRefuse,
} from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

const memoryRecords = "packages/core/src/stores/memory-records.ts";
const codesOf = (reply: Reply) => reply.json<{ recoveryCodes: string[] }>().recoveryCodes;

/** A recovery code opens one door once, for its owner alone. */
export const recoveryCases: readonly AttackCase[] = [
  {
    id: "REC-01",
    title: "a recovery code twice, the second time as people retype it",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const [code = "", other = ""] = alice.recoveryCodes;
      mustAccept(await redeem(await signedIn(bed, "alice"), code));
      const thief = await signedIn(bed, "alice");
      for (const spelled of [code, code.toLowerCase().replaceAll("-", " ")])
        mustRefuse(await redeem(thief, spelled), 401, "invalid_recovery_code");
      await mustBeOutside(thief);
      const lower = other.toLowerCase().replaceAll("-", "").replaceAll("1", "l");
      assert.equal((await redeem(thief, lower)).json().remaining, 8);
    },
  },
  {
    id: "REC-02",
    title: "one recovery code 200 times at once",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const replies = await Promise.all(
          Array.from({ length: 200 }, () => redeem(thief.clone(), alice.recoveryCodes[0] ?? "")),
        );
        mustHaveNoOutage(replies);
        assert.equal(byStatus(replies)[200], 1, JSON.stringify(byStatus(replies)));
        assert.equal((await bed.record("alice")).recoveryCodesRemaining, 9);
      }),
    // What was found by reading is taken, whatever the removal then says.
    mutant: {
      file: memoryRecords,
      find: "if (row === undefined || left.length === row.recoveryDigests.length) {",
      replace:
        "const found = row?.recoveryDigests.includes(digest);\n      await new Promise((resolve) => setTimeout(resolve, 200));\n      if (row === undefined || !found) {",
    },
  },
  {
    id: "REC-03",
    title: "two recovery codes at once, one of them written back by the other",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await enrolled(bed, "alice");
        const [first = "", second = "", third = ""] = alice.recoveryCodes;
        const browsers = [await signedIn(bed, "alice"), await signedIn(bed, "alice")];
        const replies = await Promise.all([
          redeem(browsers[0]!, first),
          redeem(browsers[1]!, second),
        ]);
        assert.deepEqual(byStatus(replies), { 200: 2 });
        assert.equal((await bed.record("alice")).recoveryCodesRemaining, 8);
        const thief = await signedIn(bed, "alice");
        for (const used of [first, second])
          mustRefuse(await redeem(thief, used), 401, "invalid_recovery_code");
        mustAccept(await redeem(thief, third));
      }),
    mutant: {
      file: memoryRecords,
      find: "row.recoveryDigests = left;",
      replace:
        "await new Promise((resolve) => setTimeout(resolve, 200));\n      row.recoveryDigests = left;",
    },
  },
  {
    id: "REC-04",
    title: "a recovery code of alice's in bob's session, alice named in every field",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      await enrolled(bed, "bob");
      const [code = ""] = alice.recoveryCodes;
      const bob = await signedIn(bed, "bob");
      const named = ["alice", "alice@bank.example"].flatMap((name) => [
        { subjectId: name, subject: name, userId: name, username: name, id: name },
        { subjectId: name },
      ]);
      for (const fields of [{}, ...named]) {
        const json = { recoveryCode: code, ...fields };
        const reply = await bob.request("POST", "/2fa/recovery-codes/redeem", { json });
        mustRefuse(reply, 401, "invalid_recovery_code");
      }
      await mustBeOutside(bob);
      assert.equal((await bed.record("alice")).recoveryCodesRemaining, 10, "still hers");
      mustAccept(await redeem(await signedIn(bed, "alice"), code));
    },
    // The body says whose code it is.
    mutant: {
      file: "packages/core/src/http/routes/recovery-codes.ts",
      find: "redeemRecoveryCode(suite, attemptOf(call), parsed.code)",
      replace:
        "redeemRecoveryCode(suite, { ...attemptOf(call), subject: { ...subject, id: String(input.fields.subjectId ?? subject.id) } }, parsed.code)",
    },
  },
  {
    id: "REC-08",
    title: "a code of the set that was replaced",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const replaced = await alice.browser.request("POST", "/2fa/recovery-codes", { json: {} });
      mustAccept(replaced);
      const codes = codesOf(replaced);
      assert.equal(new Set([...codes, ...alice.recoveryCodes]).size, 20);
      const thief = await signedIn(bed, "alice");
      for (const old of alice.recoveryCodes.slice(0, 3))
        mustRefuse(await redeem(thief, old), 401, "invalid_recovery_code");
      mustAccept(await redeem(thief, codes[0] ?? ""));
      assert.ok(bed.notices.some(({ kind }) => kind === "recovery_codes_replaced"));
    },
  },
  {
    id: "REC-10",
    title: "fifty regenerations at once: which set is the real one?",
    gate: false,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await enrolled(bed, "alice");
        const replies = await Promise.all(
          Array.from({ length: 50 }, () =>
            alice.browser.clone().request("POST", "/2fa/recovery-codes", { json: {} }),
          ),
        );
        mustHaveNoOutage(replies);
        // Those that came after another one's end may succeed too; only the last set may then be good.
        const shown = replies.filter(({ status }) => status === 200).map(codesOf);
        assert.ok(shown.length > 0, JSON.stringify(byStatus(replies)));
        const thief = await signedIn(bed, "alice");
        const good: string[][] = [];
        for (const [first = "", ...others] of [...shown, alice.recoveryCodes]) {
          if ((await redeem(thief, first)).status === 200) good.push(others);
        }
        assert.equal(good.length, 1, "one set and no other");
        for (const code of good[0] ?? []) mustAccept(await redeem(thief, code));
      }),
  },
  {
    id: "REC-11",
    title: "codes from before another authenticator, and from before the last one went",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const second = await alice.browser.enroll("alice", "tablet");
      assert.deepEqual(second.recoveryCodes, [], "the set she has stays good");
      const gone = `/2fa/authenticators/${alice.authenticatorId}`;
      assert.equal((await alice.browser.request("DELETE", gone)).status, 204);
      mustAccept(await redeem(await signedIn(bed, "alice"), alice.recoveryCodes[0] ?? ""));

      const last = `/2fa/authenticators/${second.authenticatorId}`;
      assert.equal((await alice.browser.request("DELETE", last)).status, 204);
      const anew = await (await signedIn(bed, "alice")).enroll("alice");
      assert.equal(anew.recoveryCodes.length, 10, "a new set");
      const thief = await signedIn(bed, "alice");
      const old = alice.recoveryCodes[1] ?? "";
      mustRefuse(await redeem(thief, old), 401, "invalid_recovery_code");
      mustAccept(await redeem(thief, anew.recoveryCodes[0] ?? ""));
    },
  },
  {
    id: "REC-13",
    title:
      "a code in the recovery field, a recovery code in the code's, and a type that says otherwise",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const otp = alice.authenticator.code();
      const recoveryCode = alice.recoveryCodes[0] ?? "";
      const before = await bed.record("alice");
      const thief = await signedIn(bed, "alice");
      const digits = "2".repeat(24);
      const tries = [
        ["/2fa/recovery-codes/redeem", { recoveryCode: otp }, "recovery_code_malformed"],
        ["/2fa/recovery-codes/redeem", { otp, type: "totp" }, "field_missing"],
        ["/2fa/recovery-codes/redeem", { recoveryCode: [recoveryCode] }, "wrong_type"],
        ["/2fa/verify", { otp: recoveryCode }, "otp_malformed"],
        ["/2fa/verify", { recoveryCode, type: "recovery" }, "field_missing"],
        ["/2fa/verify", { otp: digits }, "otp_wrong_length"],
      ] as const;
      for (const [path, json, code] of tries)
        mustRefuse(await thief.request("POST", path, { json }), 400, code);
      await mustBeOutside(thief);
      assert.deepEqual(await bed.record("alice"), before, "nothing counted, nothing spent");
      const first = await redeem(thief, digits);
      assert.equal(first.json().attemptsRemaining, 9);
      assert.equal((await thief.verify(wrongOtp(alice.authenticator))).json().attemptsRemaining, 4);
      await mustBeInside(alice.browser);
    },
  },
];
