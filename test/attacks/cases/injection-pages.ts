import assert from "node:assert/strict";
import { htmlPages } from "@second-factor/pages";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begun, confirm } from "../attacker/enrolling.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

const markup = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;

/** Where a browser would leave for another site, or for a script. */
const elsewhere = [
  "//evil.example",
  "///evil.example",
  "https://evil.example/",
  "https:evil.example",
  "\\\\evil.example",
  "/\\evil.example",
  "/\\/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e%2e//evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/\t/evil.example",
  "/\n/evil.example",
  "/account\r\nSet-Cookie: a=b",
  " //evil.example",
  "account",
  "@evil.example",
  "",
];

export const injectionPageCases: readonly AttackCase[] = [
  {
    id: "INJ-15",
    title: "markup in the issuer, the account's name and the authenticator's",
    gate: false,
    attack: (base) =>
      withBed(
        base,
        {
          engine: { issuer: markup.slice(0, 60), pages: htmlPages(), maxAuthenticators: 1 },
          subject: (found) => found && { ...found, name: markup },
        },
        async (bed) => {
          const browser = await signedIn(bed, "alice");
          const pages = [await page(browser, "/2fa/enroll")];
          pages.push(await post(browser, "/2fa/totp/enrollments", { name: markup }));
          const { id, authenticator } = await begun(bed, browser, markup);
          pages.push(await post(browser, `/2fa/totp/enrollments/${id}/confirm`, { otp: markup }));
          mustAccept(await confirm(browser, id, authenticator.code()));
          const manage = await page(browser, "/2fa/manage");
          pages.push(manage, await page(browser, "/2fa/recovery-codes"));
          pages.push(await post(browser, "/2fa/totp/enrollments", { name: markup }));
          const thief = await signedIn(bed, "alice");
          const back = encodeURIComponent(`/account?${markup}`);
          pages.push(await page(thief, `/2fa/challenge?return_to=${back}`));
          pages.push(await post(thief, "/2fa/verify", { otp: markup, return_to: `/?${markup}` }));
          assert.match(manage.text, /&lt;img src=x onerror=alert\(1\)&gt;/, "shown as what it is");
          for (const one of pages) mustHoldNoMarkup(one);
        },
      ),
  },
  {
    id: "INJ-17",
    title: "methods that pretend to be others, or do not exist",
    gate: false,
    async attack(bed) {
      const { browser, authenticatorId } = await enrolled(bed, "alice");
      const path = `/2fa/authenticators/${authenticatorId}`;
      for (const field of ["x-http-method-override", "x-http-method", "x-method-override"]) {
        const headers = { [field]: "DELETE" };
        const overridden = await browser.request("POST", path, { json: {}, headers });
        mustRefuse(overridden, 405, "method_not_allowed");
        assert.equal(overridden.headers.allow, "PATCH, DELETE");
      }
      const query = await browser.request("POST", `${path}?_method=DELETE`, {
        form: { _method: "DELETE" },
      });
      mustRefuse(query, 405, "method_not_allowed");
      for (const method of ["PUT", "OPTIONS", "PROPFIND", "SEARCH", "REPORT", "LINK"]) {
        const reply = await browser.request(method, "/2fa/verify");
        mustRefuse(reply, 405, "method_not_allowed");
        assert.equal(reply.headers.allow, "POST");
      }
      // What a server refuses before it has a request may be refused in its own words.
      for (const method of ["TRACE", "SOURCE"]) {
        const reply = await browser.request(method, "/2fa/verify");
        assert.ok([400, 405, 501].includes(reply.status), `${method}: ${reply.status}`);
        assert.ok(!reply.text.includes("cookie"), "nothing is echoed");
      }
      assert.equal((await bed.record("alice")).authenticators.length, 1, "still there");
    },
  },
  {
    id: "INJ-18",
    title: "a way back that leads elsewhere",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const { authenticator } = await enrolled(bed, "alice");
        const browser = await signedIn(bed, "alice");
        const verify = async (query: string, form: Record<string, string>) => {
          const path = `/2fa/verify${query}`;
          const reply = await post(browser, path, { otp: authenticator.code(), ...form });
          bed.clock.advance({ seconds: 30 });
          assert.equal(reply.status, 303, reply.text);
          return reply.headers.location;
        };
        for (const target of elsewhere) {
          const query = `?return_to=${encodeURIComponent(target)}`;
          assert.equal(await verify("", { return_to: target }), "/", JSON.stringify(target));
          assert.equal(await verify(query, {}), "/", JSON.stringify(target));
          const shown = await page(browser, `/2fa/challenge${query}`);
          assert.equal(shown.json<{ frame: { returnTo: string } }>().frame.returnTo, "");
        }
        assert.equal(await verify("?return_to=%2Faccount%3Fa%3D1", {}), "/account?a=1");
        const thief = await signedIn(bed, "alice");
        for (const path of ["//evil.example/account", "/..//evil.example", "/\\evil.example"]) {
          const { status, headers } = await page(thief, path);
          const asked = new URL(headers.location ?? "/", bed.origin);
          assert.equal(asked.origin, bed.origin, `${path}: ${status}`);
          const back = asked.searchParams.get("return_to") ?? "";
          assert.equal(new URL(back, bed.origin).origin, bed.origin, `${path}: ${back}`);
        }
      }),
  },
];

const page = (browser: Client, path: string): Promise<Reply> =>
  browser.request("GET", path, { headers: asBrowser });

const post = (browser: Client, path: string, form: Record<string, string>): Promise<Reply> =>
  browser.request("POST", path, { form, headers: asBrowser });

function mustHoldNoMarkup({ text, headers }: Reply): void {
  assert.match(headers["content-type"] ?? "", /^text\/html/);
  assert.doesNotMatch(text, /<img src=x|<script>|<svg[^>]*onload/i, "escaped");
  assert.match(headers["content-security-policy"] ?? "", /default-src 'none'/);
  assert.doesNotMatch(headers["content-security-policy"] ?? "", /unsafe/);
  for (const [svg] of text.matchAll(/<svg[\s\S]*?<\/svg>/g)) {
    assert.doesNotMatch(svg, /script|foreignObject|\son\w+=|href=/i, "a picture and no more");
  }
  for (const [tag] of text.matchAll(/<[a-z][^>]*>/gi)) {
    const unquoted = tag.replace(/"[^"]*"/g, '""');
    assert.doesNotMatch(unquoted, /\son\w+\s*=/i, `no handler in ${tag}`);
  }
}
