import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { guess } from "../attacker/campaign.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

/** What stands beside the stores: a listener that fails, and a tenant on the same ones. */
export const storeNeighbourCases: readonly AttackCase[] = [
  {
    id: "STO-17",
    title: "an event sink or a notifier that throws, rejects or never answers",
    gate: false,
    async attack(base) {
      const failures: readonly (() => Promise<void>)[] = [
        () => {
          throw new Error("synchronously");
        },
        () => Promise.reject(new Error("later")),
        () => new Promise(() => undefined),
      ];
      for (const fail of failures) {
        const types: string[] = [];
        const told = (type: string) => void types.push(type);
        await withBed(
          base,
          { engine: { events: fail, notifier: { notify: fail } } },
          async (bed) => {
            const alice = await enrolled(bed, "alice");
            mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
            const browser = await signedIn(bed, "alice");
            mustAccept(await redeem(browser, alice.recoveryCodes[0] ?? ""));
            await mustBeInside(browser);
            const lost = bed.engine.droppedEvents;
            if (fail !== failures[2]) assert.ok(lost >= 4, `${lost} lost events are counted`);
          },
        );
        // The notifier alone: that the owner was not told is an event.
        const events = ({ type }: { type: string }) => told(type);
        await withBed(base, { engine: { events, notifier: { notify: fail } } }, async (bed) => {
          await enrolled(bed, "alice");
          if (fail !== failures[2]) assert.ok(types.includes("notifier.failed"), types.join());
        });
      }
      // Hung for good: what can't be handed over is counted, not kept.
      const hang = { events: () => new Promise<void>(() => undefined) };
      await withBed(base, { engine: hang }, async (bed) => {
        const thief = await signedIn(bed, "alice");
        await bed.engine.importAuthenticator({
          subjectId: "alice",
          secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        });
        for (let batch = 0; batch < 11; batch += 1) {
          const asked = Array.from({ length: 100 }, () => thief.request("GET", "/account"));
          await Promise.all(asked);
        }
        assert.ok(bed.engine.droppedEvents >= 100, `${bed.engine.droppedEvents} were counted`);
        mustRefuse(await thief.request("GET", "/account"), 403, "second_factor_required");
      });
    },
  },
  {
    id: "STO-18",
    title: "the same account name in two tenants on one store",
    gate: false,
    async attack({ records, limits, another }) {
      const base = { another } as Parameters<typeof withBed>[0];
      const tenant = (namespace: string) => ({ engine: { records, limits, namespace } });
      await withBed(base, tenant("red"), (red) =>
        withBed(base, tenant("blue"), async (blue) => {
          const hers = await enrolled(red, "alice");
          const stranger = await signedIn(blue, "alice");
          mustAccept(await stranger.request("GET", "/account"));
          mustRefuse(await stranger.verify(hers.authenticator.code()), 409, "not_enrolled");
          assert.deepEqual((await blue.record("alice")).authenticators, []);

          const other = await enrolled(blue, "alice");
          const thief = await signedIn(blue, "alice");
          const [code = ""] = hers.recoveryCodes;
          mustRefuse(await redeem(thief, code), 401, "invalid_recovery_code");
          await guess(blue, "alice", other.authenticator, 6);
          assert.equal((await red.record("alice")).failures.count, 0, "budgets of their own");
          // A row carried over, under the same subject and the same id, does not open.
          const [stolen] = (await red.record("alice")).authenticators;
          assert.ok(stolen);
          const forged = {
            ...stolen,
            startedBy: "x",
            epoch: "",
            expiresAt: Number.MAX_SAFE_INTEGER,
          };
          const rows = records.forNamespace("blue");
          await rows.begin("bob", { ...forged, epoch: "" });
          await rows.activate(
            "bob",
            stolen.id,
            { sealedSecret: stolen.sealedSecret, lastStep: 0, recoveryDigests: null },
            { from: "", to: "epoch", at: blue.clock.now() },
          );
          const bob = await signedIn(blue, "bob");
          mustRefuse(await bob.verify(hers.authenticator.code()), 503, "key_unavailable");
          await mustBeOutside(bob);
          red.clock.set(blue.clock.now());
          mustAccept(await (await signedIn(red, "alice")).verify(hers.authenticator.code()));
        }),
      );
    },
  },
];
