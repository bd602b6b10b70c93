import assert from "node:assert/strict";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begun, confirm } from "../attacker/enrolling.js";
import { type Mutation, mustBeUnchanged, mutationsOf } from "../attacker/mutations.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

type Fields = Record<string, string | undefined>;

const fetched: Fields = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
/** What browsers say of a form on another site: new ones, old ones, and some that say nothing. */
const browsers: readonly Fields[] = [
  fetched,
  { "sec-fetch-site": "cross-site", origin: undefined },
  { "sec-fetch-site": undefined, origin: "https://evil.example" },
  { "sec-fetch-site": undefined, origin: "null" },
  { "sec-fetch-site": undefined, origin: undefined },
];

export const csrfCases: readonly AttackCase[] = [
  {
    id: "CSR-01",
    title: "forms on another site, to every mutation",
    gate: true,
    async attack(bed) {
      const { mutations, record } = await mutationsOf(bed);
      for (const mutation of mutations) {
        for (const headers of browsers) {
          for (const [type, body] of encodings(mutation)) {
            const { browser, method, path } = mutation;
            const reply = await browser.request(method, path, {
              body,
              headers: { ...headers, "content-type": type },
            });
            const silent = headers["sec-fetch-site"] === headers.origin;
            const refused = silent && !type.includes("urlencoded") ? [403, 415] : [403];
            assert.ok(refused.includes(reply.status), `${path} as ${type}: ${reply.text}`);
          }
        }
        await mustBeUnchanged(bed, record, mutation);
      }
    },
    // The check that was to be switched on later.
    mutant: {
      file: "packages/core/src/http/handle-routes.ts",
      find: 'if (origin === "refused")',
      replace: 'if (origin === "refused" && settings.trustedOrigins.size === 0)',
    },
  },
  {
    id: "CSR-02",
    title: "origins that look like the app's own",
    gate: false,
    async attack(bed) {
      const { host, port, hostname } = new URL(bed.origin);
      const browser = await signedIn(bed, "alice");
      const send = (headers: Fields) =>
        browser.request("POST", "/2fa/verify", { json: { otp: "x" }, headers });
      const lookAlikes = [
        ...["null", "", "https://app.evil.com", "https://evil-app.com"],
        ...[`https://${host}`, `http://${hostname}`, `http://${hostname}:${Number(port) + 1}`],
        ...[`${bed.origin}/`, `${bed.origin}.evil.example`, `${bed.origin}@evil.example`],
        ...[`http://evil.example?${bed.origin}`, `http://evil.example#${bed.origin}`],
        ...[
          bed.origin.toUpperCase(),
          `${bed.origin}, https://evil.example`,
          `http://localhost:${port}`,
        ],
      ];
      for (const origin of lookAlikes) {
        const reply = await send({ "sec-fetch-site": undefined, origin });
        mustRefuse(reply, 403, "cross_origin_refused");
      }
      for (const site of ["cross-site", "same-site", "none, cross-site", "SAME-ORIGIN", ""]) {
        const reply = await send({ "sec-fetch-site": site, origin: bed.origin });
        mustRefuse(reply, 403, "cross_origin_refused");
      }
      const honest: Fields[] = [
        { "sec-fetch-site": undefined, origin: bed.origin },
        { "sec-fetch-site": "same-origin", origin: undefined },
        { "sec-fetch-site": "none", origin: undefined },
        { "sec-fetch-site": undefined, origin: undefined },
      ];
      for (const headers of honest) mustRefuse(await send(headers), 400, "otp_malformed");
      const bare = { "sec-fetch-site": undefined, origin: undefined };
      const form = await browser.request("POST", "/2fa/verify", {
        form: { otp: "x" },
        headers: bare,
      });
      mustRefuse(form, 403, "form_token_invalid");
    },
  },
  {
    id: "CSR-04",
    title: "JSON from a site that the host's CORS lets in",
    gate: true,
    async attack(bed) {
      const { mutations, record } = await mutationsOf(bed);
      for (const mutation of mutations) {
        const { browser, method, path, fields } = mutation;
        for (const headers of [fetched, { ...fetched, "sec-fetch-site": undefined }]) {
          const reply = await browser.request(method, path, { json: fields, headers });
          mustRefuse(reply, 403, "cross_origin_refused");
          assert.doesNotMatch(reply.text, /recoveryCodes|keyUri/);
        }
        await mustBeUnchanged(bed, record, mutation);
      }
    },
    // JSON needs a preflight, so the browser has asked already.
    mutant: {
      file: "packages/core/src/http/check-origin.ts",
      find: 'const site = request.header("sec-fetch-site");',
      replace:
        'if (request.header("content-type")?.startsWith("application/json")) return "trusted"; const site = request.header("sec-fetch-site");',
    },
  },
  {
    id: "CSR-06",
    title: "the victim signed in to the attacker's account",
    gate: false,
    async attack(bed) {
      const victim = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, victim);
      await victim.login("mallory");
      const across = await victim.request("POST", "/2fa/totp/enrollments", {
        form: { name: "x" },
        headers: fetched,
      });
      mustRefuse(across, 403, "cross_origin_refused");
      mustRefuse(await confirm(victim, id, authenticator.code()), 404, "enrollment_not_found");
      for (const user of ["alice", "mallory"]) {
        assert.deepEqual((await bed.record(user)).authenticators, [], user);
      }
      await victim.login("alice");
      mustRefuse(await confirm(victim, id, authenticator.code()), 404, "enrollment_not_found");
    },
  },
  {
    id: "CSR-07",
    title: "a form token of another session, or of before the verification",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const browser = await signedIn(bed, "alice");
        const own = await formTokenOf(browser);
        const others = await formTokenOf(await signedIn(bed, "alice"));
        const mallorys = await formTokenOf((await enrolled(bed, "mallory")).browser);
        for (const token of ["", "x", others, mallorys, own.slice(0, -1), `${own}x`]) {
          mustRefuse(await sendForm(browser, "/2fa/verify", token), 403, "form_token_invalid");
        }
        const otp = alice.authenticator.code();
        mustAccept(await sendForm(browser, "/2fa/verify", own, { otp }));
        mustRefuse(await sendForm(browser, "/2fa/verify", own), 403, "form_token_invalid");
        const fresh = await formTokenOf(browser);
        mustRefuse(await sendForm(browser, "/2fa/verify", fresh), 400, "otp_malformed");
      }),
  },
  {
    id: "CSR-08",
    title: "a hostile subdomain, with a cookie of its own making",
    gate: false,
    async attack(base) {
      await withBed(base, { sessions: "sealed-cookie", production: true }, (bed) => subdomain(bed));
    },
  },
];

async function subdomain(bed: Testbed): Promise<void> {
  const { mutations, record } = await mutationsOf(bed);
  const from = bed.origin.replace("http://", "https://blog.");
  for (const mutation of mutations) {
    const { browser, method, path, fields } = mutation;
    for (const site of ["same-site", undefined]) {
      const headers = { "sec-fetch-site": site, origin: from };
      const asForm = await browser.request(method, path, { form: fields, headers });
      mustRefuse(asForm, 403, "cross_origin_refused");
      const asJson = await browser.request(method, path, { json: fields, headers });
      mustRefuse(asJson, 403, "cross_origin_refused");
    }
    await mustBeUnchanged(bed, record, mutation);
  }
  const victim = await signedIn(bed, "alice");
  victim.cookies.set("second-factor", mutations[0]!.browser.cookies.get("__Host-second-factor")!);
  mustRefuse(await victim.request("GET", "/account"), 403, "second_factor_required");
}

function encodings({ fields }: Mutation): Array<[string, string]> {
  const pairs = Object.entries(fields);
  const parts = pairs.map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return [
    ["application/x-www-form-urlencoded", new URLSearchParams(fields).toString()],
    ["text/plain", JSON.stringify(fields)],
    ["multipart/form-data; boundary=x", `${parts.join("")}--x--\r\n`],
  ];
}

async function formTokenOf(browser: Client): Promise<string> {
  const page = await browser.request("GET", "/2fa/challenge", { headers: asBrowser });
  return page.json<{ frame: { formToken: string } }>().frame.formToken;
}

function sendForm(
  browser: Client,
  path: string,
  token: string,
  fields: Record<string, string> = { otp: "x" },
): Promise<Reply> {
  const headers = { "sec-fetch-site": undefined };
  return browser.request("POST", path, { form: { ...fields, form_token: token }, headers });
}
