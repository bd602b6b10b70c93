import assert from "node:assert/strict";
import type { Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { replaceSealed } from "../attacker/stored-secret.js";

/** The same for every way in which bytes can be wrong: nobody learns how near they came. */
function mustTellNothing(reply: Reply, shape: string): void {
  mustRefuse(reply, 503, "key_unavailable");
  assert.equal(shapeOf(reply), shape, "every refusal looks the same");
}

const shapeOf = (reply: Reply) =>
  JSON.stringify([Object.keys(reply.json()).sort(), reply.headers["retry-after"]]);

const alarms = ({ events }: Testbed, code: string) =>
  events.filter((event) => event.type === "unavailable" && event.code === code);

/** Whoever can write to the database and has no key. */
export const cryptoCases: readonly AttackCase[] = [
  {
    id: "CRY-01",
    title: "one's own sealed secret written over the victim's",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const bob = await enrolled(bed, "bob");
      const rows = bed.records.forNamespace("default");
      const bobs = (await bed.record("bob")).authenticators[0]?.sealedSecret;
      assert.ok(bobs);
      const hers = await replaceSealed(rows, "alice", () => bobs);
      bed.clock.advance({ seconds: 60 });

      const thief = await signedIn(bed, "alice");
      mustRefuse(await thief.verify(bob.authenticator.code()), 503, "key_unavailable");
      await mustBeOutside(thief);
      assert.equal(alarms(bed, "secret_refused").length, 1, "an operator hears of it");
      const { failures, authenticators } = await bed.record("alice");
      assert.equal(failures.count, 0, "alice is not charged");
      assert.equal(authenticators.length, 1, "and does not count as not enrolled");

      await replaceSealed(rows, "alice", () => hers);
      mustAccept(await thief.verify(alice.authenticator.code()));
      await mustBeInside(thief);
    },
    // Bound to nothing of its row.
    mutant: {
      file: "packages/core/src/secrets/additional-data.ts",
      find: "return (purpose, { subjectId, authenticatorId }, keyId) => {",
      replace: 'return (purpose, _, keyId) => { const subjectId = ""; const authenticatorId = "";',
    },
  },
  {
    id: "CRY-03",
    title: "every bit of a sealed secret flipped once",
    gate: true,
    // 400 requests and more, and the frameworks have no part in it.
    variants: ["express5"],
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const rows = bed.records.forNamespace("default");
      bed.clock.advance({ seconds: 90 });
      const thief = await signedIn(bed, "alice");
      // Three codes, which no budget of the account holds back: every try is looked at.
      const otp = [-2, -1, 0].map((steps) => alice.authenticator.code(steps)).join(" ");
      const intact = await replaceSealed(rows, "alice", (sealed) => sealed.subarray(1));
      const shape = shapeOf(await thief.verify(otp));

      for (let bit = 0; bit < intact.length * 8; bit += 1) {
        const flipped = new Uint8Array(intact);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await replaceSealed(rows, "alice", () => flipped);
        mustTellNothing(await thief.verify(otp), shape);
      }
      await mustBeOutside(thief);
      await replaceSealed(rows, "alice", () => intact);
      mustAccept(await thief.verify(otp));
    },
    // Takes what comes out, whether or not the tag fits.
    mutant: {
      file: "packages/core/src/crypto/node.ts",
      find: "    } catch {\n      return null;\n    }\n    return plaintext;",
      replace: "    } catch {}\n    return plaintext;",
    },
  },
];
