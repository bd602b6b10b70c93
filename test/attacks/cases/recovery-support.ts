import assert from "node:assert/strict";
import type { Staff } from "@second-factor/core";
import type { Client } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { byStatus, mustHaveNoOutage, mustRefuse } from "../attacker/outcomes.js";
import {
  approvedRecovery,
  cancel,
  complete,
  recovering,
  ticketOf,
} from "../attacker/recovering.js";
import { behindProxy, enrolled, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

const supportOf =
  (...ids: string[]): Staff =>
  ({ id }) =>
    ids.includes(id) ? "support" : null;

const grounds = { by: "dave", reason: "phone stolen", caseReference: "#4711" };

/** Each race has a loser, and all of them come from one address. */
const manyTries = {
  ...recovering.engine,
  budgets: { address: { points: 10_000, durationSeconds: 900 } },
} as const;

/** Support as the way in: one who is fooled, one who is bribed, and whoever finds a ticket. */
export const recoverySupportCases: readonly AttackCase[] = [
  {
    id: "REC-19",
    title: "one person of support alone, for a customer and for their own account",
    gate: false,
    bed: { engine: { ...recovering.engine, staff: supportOf("dave", "erin") } },
    async attack(bed) {
      await enrolled(bed, "alice");
      const dave = (await enrolled(bed, "dave")).browser;
      const erin = (await enrolled(bed, "erin")).browser;
      const recovery = (who: Client, what: string, subjectId: string, more: object) =>
        who.request("POST", `/2fa/staff/recovery/${what}`, { json: { subjectId, ...more } });
      const decide = async (who: Client, what: string, subjectId: string) => {
        const recoveryId = (await bed.record(subjectId)).recovery?.id;
        return recovery(who, what, subjectId, { recoveryId });
      };
      const about = { reason: "phone stolen", caseReference: "#4711" };
      const own = await recovery(dave, "request", "dave", about);
      mustRefuse(own, 403, "second_person_required");
      assert.equal((await recovery(dave, "request", "alice", about)).status, 204);
      // Erin asks for dave, and dave would say yes to himself; the name in a field is nobody's.
      assert.equal((await recovery(erin, "request", "dave", about)).status, 204);
      for (const subjectId of ["alice", "dave"])
        mustRefuse(await decide(dave, "approve", subjectId), 403, "second_person_required");
      const recoveryId = (await bed.record("alice")).recovery?.id;
      const dressed = await recovery(dave, "approve", "alice", { recoveryId, by: "erin" });
      mustRefuse(dressed, 403, "second_person_required");
      assert.ok(!bed.notices.some(({ kind }) => kind === "recovery_approved"), "no ticket exists");
      const refused = bed.events.filter((event) => event.type === "recovery.refused");
      assert.deepEqual(
        refused.map(({ reason, actor, subjectId }) => `${reason}: ${actor} for ${subjectId}`),
        ["dave for dave", "dave for alice", "dave for dave", "dave for alice"].map(
          (who) => `same_person: ${who}`,
        ),
        "and the audit log tells who tried",
      );
      const approved = await decide(erin, "approve", "alice");
      assert.deepEqual([approved.status, approved.text], [204, ""], "and shows erin no ticket");
    },
  },
  {
    id: "REC-20",
    title: "alice's ticket in bob's hands, and guessed ones",
    gate: true,
    bed: { ...behindProxy, ...recovering },
    async attack(bed) {
      await enrolled(bed, "alice");
      await enrolled(bed, "bob");
      const ticket = await approvedRecovery(bed, "alice");
      const row = await bed.record("alice");
      assert.match(row.recovery?.id ?? "", /^[\w-]{22}$/, "128 bits");
      assert.ok(!JSON.stringify(row).includes(ticket), "the ticket is stored nowhere");

      const bob = await signedIn(bed, "bob");
      mustRefuse(await complete(bob, ticket), 404, "ticket_invalid");
      const own = await approvedRecovery(bed, "bob");
      mustRefuse(await complete(bob, ticket), 404, "ticket_invalid");
      assert.equal((await bed.record("alice")).recovery?.state, "approved");
      assert.equal((await bed.record("alice")).authenticators.length, 1, "alice's is untouched");

      const guesses = Array.from({ length: 60 }, (_, index) =>
        index % 2 === 0 ? `${own.slice(0, -4)}${1000 + index}` : ticket.slice(index),
      );
      const seen: number[] = [];
      for (const guess of guesses) seen.push((await complete(bob, guess)).status);
      // Two failures of his were counted before.
      assert.deepEqual(byStatus(seen.map((status) => ({ status }))), { 404: 48, 429: 12 });
      mustRefuse(await complete(bob, own), 429, "too_many_attempts");
      bed.clock.advance({ seconds: 900 });
      assert.equal((await complete(await signedIn(bed, "bob"), own)).status, 204);
    },
    // The ticket says whose account it is, and not who is signed in.
    mutant: {
      file: "packages/core/src/recovery/complete-recovery.ts",
      find: "const recovery = await approvedBy(suite, actor, ticket);",
      replace: `const named = await suite.tickets.open("complete_recovery", ticket, actor.now);
  if (named !== null)
    actor = { ...actor, subject: { ...actor.subject, id: named.subjectId }, record: await suite.records.load(named.subjectId) };
  const recovery = await approvedBy(suite, actor, ticket);`,
    },
  },
  {
    id: "REC-21",
    title: "a ticket twice, late, after its end, and a hundred times against its cancellation",
    gate: true,
    bed: recovering,
    attack: (base) =>
      withBed(base, { engine: { ...slowStores(base).engine, ...manyTries } }, async (bed) => {
        const users = Array.from({ length: 100 }, (_, index) => `racer-${index}`);
        await Promise.all(users.map((user) => bed.client().enroll(user)));
        const races = await Promise.all(
          users.map(async (user, index) => {
            const ticket = await approvedRecovery(bed, user);
            const link = ticketOf(bed, "recovery_requested", user);
            const here = await signedIn(bed, user);
            const both = [() => complete(here, ticket), () => cancel(bed.client(), link)];
            // Neither has the advantage of being sent first.
            const order = index % 2 === 0 ? both : both.toReversed();
            const replies = await Promise.all(order.map((send) => send()));
            const after = await bed.record(user);
            const later = await complete(await signedIn(bed, user), ticket);
            return { user, replies, after, later, canceled: await cancel(bed.client(), link) };
          }),
        );
        for (const { user, replies, after, later, canceled } of races) {
          mustHaveNoOutage(replies);
          assert.equal(byStatus(replies)[204], 1, `${user}: ${JSON.stringify(byStatus(replies))}`);
          const { recovery, authenticators } = after;
          assert.match(recovery?.state ?? "", /^(completed|canceled)$/, user);
          const ended = recovery?.state === "canceled";
          // Whoever was told that it is ended still has all they had.
          assert.equal(authenticators.length, ended ? 1 : 0, `${user}: ${recovery?.state}`);
          mustRefuse(later, 404, "ticket_invalid");
          assert.equal(canceled.status, ended ? 204 : 404, `${user}: ${recovery?.state}`);
        }
        await bed.client().enroll("late");
        const late = await approvedRecovery(bed, "late");
        bed.clock.advance({ seconds: 3600 });
        mustRefuse(await complete(await signedIn(bed, "late"), late), 404, "ticket_invalid");
      }),
    // Two changes of one recovery, each after its own reading.
    mutant: {
      file: "packages/core/src/stores/memory-recoveries.ts",
      find: "|| recovery.state !== from) return null;",
      replace: ") return null;",
    },
  },
  {
    id: "REC-27",
    title: "support that looks for a secret, a code or a ticket, or sets one of its own",
    gate: false,
    bed: recovering,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const { recovery } = bed.engine;
      const operations = ["approve", "cancel", "deny", "find", "request"];
      assert.deepEqual(Object.keys(recovery).sort(), operations, "all that support can do");
      const chosen = { secret: "JBSWY3DPEHPK3PXP", recoveryCodes: ["x"], ticket: "mine" };
      const opened = await recovery.request("alice", { ...grounds, ...chosen });
      assert.ok(opened.outcome === "requested");
      const { id } = opened.recovery;
      const approved = await recovery.approve("alice", id, { by: "erin", ...chosen });
      const ticket = ticketOf(bed, "recovery_approved", "alice");
      const seen = JSON.stringify([
        opened,
        approved,
        await recovery.find("alice"),
        await bed.engine.describe("alice"),
        bed.events,
        bed.notices.filter(({ staffId }) => staffId !== undefined),
      ]);
      const hidden = [
        ticket,
        alice.secret,
        alice.secret.replaceAll(" ", ""),
        ...alice.recoveryCodes,
      ];
      for (const text of [...hidden, chosen.secret]) assert.ok(!seen.includes(text), "shown");
      const anew = await signedIn(bed, "alice");
      assert.equal((await complete(anew, ticket)).status, 204);
      const again = await (await signedIn(bed, "alice")).enroll("alice");
      assert.notEqual(again.secret.replaceAll(" ", ""), chosen.secret, "the secret is ours");
      assert.equal((await bed.record("alice")).recovery?.state, "completed");
    },
  },
];
