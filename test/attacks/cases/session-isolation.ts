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
    title: "what the suite's cookies allow",
    gate: false,
    bed: { sessions: "sealed-cookie", production: true },
    async attack(bed) {
      const { browser, authenticator } = await enrolled(bed, "alice");
      const verified = await browser.verify(authenticator.code());
      const refused = await (await signedIn(bed, "alice")).request("GET", "/account");
      mustAccept(verified);
      const ours = [...verified.setCookies, ...refused.setCookies].filter((field) =>
        field.includes("second-factor"),
      );
      const names = ours.map((field) => field.slice(0, field.indexOf("=")));
      const slot = "__Host-second-factor";
      assert.deepEqual(names.sort(), [slot, slot, "__Host-second-factor-browser"]);
      for (const field of ours) {
        const [pair = "", ...attributes] = field.split("; ");
        const [name = "", value = ""] = pair.split("=");
        const age = name === slot ? [] : ["Max-Age=15552000"];
        assert.deepEqual(
          attributes.sort(),
          ["HttpOnly", ...age, "Path=/", "SameSite=Lax", "Secure"],
          name,
        );
        assert.match(value, /^[\w-]+$/);
        assert.ok(field.length < 4096);
        const opened = latin1(fromBase64url(value));
        assert.doesNotMatch(opened, /alice|subject|epoch|verified/i, "sealed, not only encoded");
      }
    },
  },
];
