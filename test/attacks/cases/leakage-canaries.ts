import assert from "node:assert/strict";
import { inspect } from "node:util";
import { keyRing } from "@second-factor/core";
import { htmlPages } from "@second-factor/pages";
import { virtualAuthenticator } from "@second-factor/testing";
import { Secret } from "otpauth";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { type Canary, mustNotContain } from "../attacker/canaries.js";
import { base64 } from "../attacker/encodings.js";
import { wrongOtp, wrongOtps, wrongRecoveryCode } from "../attacker/guesses.js";
import { lyingStores } from "../attacker/lying-stores.js";
import { mustAccept } from "../attacker/outcomes.js";
import { captureOutput } from "../attacker/output-capture.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

const masterKey = Uint8Array.from({ length: 32 }, (_, index) => (index * 37 + 11) & 255);
const asPage = { headers: { accept: "text/html" } } as const;

interface Life {
  readonly canaries: readonly Canary[];
  /** Replies that have no business with any of them. */
  readonly replies: readonly Reply[];
}

/** From the enrollment to the last recovery code, with everything going wrong that can. */
async function live(bed: Testbed, lies: ReturnType<typeof lyingStores>["lies"]): Promise<Life> {
  const replies: Reply[] = [];
  const keep = async (reply: Promise<Reply>) => {
    replies.push(await reply);
    return reply;
  };
  const alice = await enrolled(bed, "alice");
  const otp = alice.authenticator.code();
  // Not the first ones: zeros stand in every time of day.
  const wrong = wrongOtps(alice.authenticator, 12).slice(5);
  const [code = "", next = ""] = alice.recoveryCodes;
  const thief = await signedIn(bed, "alice");
  const verify = "/2fa/verify";

  for (const parts of [{}, asPage]) {
    await keep(thief.request("POST", verify, { ...parts, form: { otp: wrong[0] ?? "" } }));
    await keep(thief.request("POST", verify, { ...parts, form: { otp: code } }));
    await keep(thief.request("POST", verify, { ...parts, form: { otp: `${otp}${otp}x` } }));
    await keep(thief.request("GET", `/2fa/${otp}/${alice.secret.replaceAll(" ", "")}`, parts));
    await keep(thief.request("GET", `/2fa/challenge?return_to=/%0d%0a${otp}`, parts));
    await keep(thief.request("POST", verify, { ...parts, body: `{"otp":"${otp}"` }));
  }
  await keep(thief.request("GET", "/account", asPage));
  for (const method of ["load", "acceptStep", "consume"]) {
    lies.set(method, () => Promise.reject(new Error(`${method} failed`)));
    await keep(thief.verify(otp));
    lies.clear();
  }
  bed.shelf.failing = true;
  await keep(thief.request("POST", verify, { json: { otp } }));
  bed.shelf.failing = false;
  bed.clock.advance({ seconds: 900 });
  const browser = await signedIn(bed, "alice");
  mustAccept(await keep(browser.verify(alice.authenticator.code())));
  await keep(browser.verify(alice.authenticator.code()));
  await keep(redeem(browser, wrongRecoveryCode()));
  mustAccept(await keep(redeem(browser, code)));
  await keep(redeem(browser, code));
  const guesser = await signedIn(bed, "alice");
  for (const tried of wrong) await keep(guesser.verify(tried));
  await keep(guesser.verify(`${wrong[5]} ${wrong[6]}`));
  bed.clock.advance({ seconds: -200 });
  await keep((await signedIn(bed, "alice")).verify(alice.authenticator.code()));
  bed.clock.advance({ seconds: 200 });
  await keep(browser.request("GET", "/boom"));

  const added = await addByPage(bed, browser, keep);
  const again = await browser.request("POST", "/2fa/recovery-codes", { json: {} });
  replies.push({ ...again, text: "" });
  await keep(browser.request("GET", "/2fa/manage", asPage));
  await keep(browser.request("DELETE", `/2fa/authenticators/${alice.authenticatorId}`));
  await bed.engine.reset("alice");

  const codes = [
    ...alice.recoveryCodes,
    ...again.json<{ recoveryCodes: string[] }>().recoveryCodes,
  ];
  return {
    replies,
    canaries: [
      ...[alice.secret, added].map((text, index) => ({
        name: `secret ${index}`,
        text,
        bytes: Secret.fromBase32(text.replaceAll(" ", "")).bytes,
      })),
      ...codes.map((text, index) => ({ name: `recovery code ${index}`, text })),
      ...[otp, ...wrong].map((text, index) => ({ name: `code ${index}`, text })),
      { name: "the key URI", text: alice.keyUri },
      { name: "the master key", text: base64(masterKey), bytes: masterKey },
      { name: "an unused recovery code", text: next },
    ],
  };
}

/** Another authenticator, over the pages: the confirm page shows its secret, and no other reply may. */
async function addByPage(
  bed: Testbed,
  browser: Client,
  keep: (reply: Promise<Reply>) => Promise<Reply>,
): Promise<string> {
  const begun = await browser.request("POST", "/2fa/totp/enrollments", { json: {} });
  const { enrollmentId, secret, keyUri } = begun.json<Record<string, string>>();
  const added = virtualAuthenticator(keyUri ?? "", bed.clock);
  const path = `/2fa/totp/enrollments/${enrollmentId}/confirm`;
  await keep(browser.request("POST", path, { json: { otp: wrongOtp(added) } }));
  mustAccept(await keep(browser.request("POST", path, { json: { otp: added.code() } })));
  return secret ?? "";
}

/** What the app wrote about it must hold none of it. */
export const leakageCanaryCases: readonly AttackCase[] = [
  {
    id: "LOG-01",
    title: "secrets, codes and keys in logs, events, notices, errors, headers and other replies",
    gate: true,
    async attack(base) {
      const warnings: string[] = [];
      const stores = lyingStores(base);
      const { records, limits } = stores;
      const engine = {
        keys: keyRing(`canary:${base64(masterKey)}`),
        pages: htmlPages(),
        totp: { digits: 6, period: 30 },
        warn: (message: string) => void warnings.push(message),
        records,
        limits,
      };
      await withBed(base, { engine }, async (bed) => {
        let life: Life | undefined;
        const printed = await captureOutput(async () => {
          life = await live(bed, stores.lies);
        });
        assert.ok(life);
        const { canaries, replies } = life;
        const statuses = new Set(replies.map(({ status }) => status));
        for (const status of [200, 303, 400, 401, 404, 429, 500, 503])
          assert.ok(statuses.has(status), `a life with a ${status} in it`);
        const types = new Set(bed.events.map(({ type }) => type));
        assert.ok(types.size >= 14, `${[...types].join()}: there was something to write`);
        mustNotContain("the output", printed, canaries);
        mustNotContain("the events", JSON.stringify(bed.events), canaries);
        mustNotContain("the notices", JSON.stringify(bed.notices), canaries);
        mustNotContain("the warnings", warnings.join("\n"), canaries);
        const options = {
          depth: 12,
          showHidden: true,
          maxArrayLength: null,
          maxStringLength: null,
        };
        mustNotContain("the errors", inspect(bed.bank.errors, options), canaries);
        mustNotContain("the engine", inspect(bed.engine, options), canaries);
        mustNotContain("the key ring", inspect(engine.keys, options), canaries);
        for (const reply of replies) {
          const { status, headers, setCookies, text } = reply;
          mustNotContain(
            `a reply ${status}`,
            JSON.stringify([headers, setCookies, text]),
            canaries,
          );
        }
      });
    },
    // "Which code was it?", somebody asked, and it went into the audit log.
    mutant: {
      file: "packages/core/src/verification/verify-otp.ts",
      find: "...seen,",
      replace: "...seen, ...{ otp: codes },",
    },
  },
];
