import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { fromBase64url, latin1 } from "../attacker/encodings.js";
import { mustAccept } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

/** Over the five frameworks ten thousand. */
const requests = 2000;
const atOnce = 50;

export const sessionIsolationCases: readonly AttackCase[] = [
  {
    id: "SES-06",
    title: "a verified and an unverified user, interleaved",
    gate: true,
    async attack(bed) {
      await enrolled(bed, "bob");
      const { browser: alice } = await enrolled(bed, "alice");
      const bob = await signedIn(bed, "bob");
      const before = bed.handlerRuns();
      const mixedUp: string[] = [];
      for (let sent = 0; sent < requests; sent += atOnce) {
        await Promise.all(
          Array.from({ length: atOnce }, async (_, index) => {
            const isAlice = index % 2 === 0;
            const reply = await (isAlice ? alice : bob).request("GET", "/account");
            const whose = reply.status === 200 ? reply.json().user : reply.code;
            const right = isAlice ? "alice" : "second_factor_required";
            if (whose !== right) mixedUp.push(`${isAlice ? "alice" : "bob"} got ${whose}`);
          }),
        );
      }
      assert.deepEqual([...new Set(mixedUp)], []);
      assert.equal(bed.handlerRuns() - before, requests / 2);
    },
    // Who is signed in waits in a variable of the module while something else runs.
    mutant: {
      file: "packages/core/src/http/call.ts",
      find: "answer = request.subject();",
      replace: `
        answer = Promise.resolve(request.subject()).then(async (found) => {
          globalThis.latestSubject = found;
          await new Promise((resolve) => setImmediate(resolve));
          return globalThis.latestSubject;
        });`,
    },
  },
  {
    id: "SES-17",
    title: "what the suite's cookie allows",
    gate: false,
    bed: { sessions: "sealed-cookie", production: true },
    async attack(bed) {
      const { browser, authenticator } = await enrolled(bed, "alice");
      const replies = [
        await browser.verify(authenticator.code()),
        await (await signedIn(bed, "alice")).request("GET", "/account"),
      ];
      mustAccept(replies[0]!);
      for (const { setCookies } of replies) {
        const ours = setCookies.filter((field) => field.includes("second-factor"));
        assert.equal(ours.length, 1);
        const [pair = "", ...attributes] = ours[0]!.split("; ");
        assert.deepEqual(attributes.sort(), ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        assert.match(pair, /^__Host-second-factor=[\w-]+$/);
        assert.ok(ours[0]!.length < 4096);
        const opened = latin1(fromBase64url(pair.slice(pair.indexOf("=") + 1)));
        assert.doesNotMatch(opened, /alice|subject|epoch|verified/i, "sealed, not only encoded");
      }
    },
  },
];
