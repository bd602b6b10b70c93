import assert from "node:assert/strict";
import { htmlPages } from "@second-factor/pages";
import type { Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { guess } from "../attacker/campaign.js";
import { mustAccept } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

const asPage = { headers: { accept: "text/html" } } as const;

/** What is written, and what is not. */
export const leakageCases: readonly AttackCase[] = [
  {
    id: "LOG-08",
    title: "the address of a page of ours, or what it shows, carried to a third party",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: htmlPages() } }, async (bed) => {
        const browser = await signedIn(bed, "alice");
        const replies: Reply[] = [
          await browser.request("GET", "/2fa/enroll", asPage),
          await browser.request("POST", "/2fa/totp/enrollments", { ...asPage, form: {} }),
        ];
        const alice = await enrolled(bed, "bob");
        await guess(bed, "bob", alice.authenticator, 6);
        for (const path of ["manage", "recovery-codes", "enroll", "challenge", "", "nowhere"])
          replies.push(await alice.browser.request("GET", `/2fa/${path}`, asPage));
        replies.push(await bed.client().request("GET", "/2fa/manage", asPage));
        replies.push(await alice.browser.request("POST", "/2fa/recovery-codes", asPage));
        const thief = await signedIn(bed, "bob");
        replies.push(await thief.request("GET", "/2fa/challenge", asPage));
        replies.push(await thief.request("GET", "/account", asPage));
        for (const { status, headers, text } of replies) {
          assert.equal(headers["referrer-policy"], "same-origin", `${status} ${text.slice(0, 80)}`);
          assert.equal(headers["cache-control"], "no-store");
          assert.ok(!/<meta[^>]+referrer/i.test(text) && !/referrerpolicy=/i.test(text));
          assert.ok(
            !/(?:src|action|data|poster)="(?:https?:)?\/\//i.test(text),
            "loads nothing else",
          );
          assert.ok(!/<link[^>]+href="(?:https?:)?\/\//i.test(text), "nor a stylesheet");
          if (!headers["content-type"]?.startsWith("text/html")) continue;
          assert.match(headers["content-security-policy"] ?? "", /default-src 'none'/);
        }
        mustAccept(replies[0]!);
      }),
  },
];
