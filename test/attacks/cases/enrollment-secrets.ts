import assert from "node:assert/strict";
import { Secret } from "otpauth";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { chiSquare } from "../attacker/chi-square.js";
import { base64, base64url, fromBase64url, hex, joined, utf8 } from "../attacker/encodings.js";
import { begin, begun, confirm } from "../attacker/enrolling.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

export const enrollmentSecretCases: readonly AttackCase[] = [
  {
    id: "ENR-13",
    title: "a damaged, cut, borrowed or outdated cookie between beginning and confirming",
    gate: false,
    bed: { sessions: "sealed-cookie" },
    async attack(bed) {
      const name = "second-factor";
      const alice = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, alice);
      const bob = await signedIn(bed, "bob");
      await begun(bed, bob);
      const sealed = alice.cookies.get(name) ?? "";
      const borrowed = bob.cookies.get(name) ?? "";
      assert.ok(sealed.length > 100 && borrowed.length > 100, "both hold a sealed slot");

      const forgeries = [borrowed, withKeyId(sealed, "old"), withKeyId(sealed, "bed2"), ""];
      for (let at = 0; at < sealed.length; at += 1) forgeries.push(flip(sealed, at));
      for (let length = 1; length < sealed.length; length += 9) {
        forgeries.push(sealed.slice(0, length));
      }
      const replies: Reply[] = [];
      for (const forgery of forgeries) {
        const browser = alice.clone();
        browser.cookies.set(name, forgery);
        replies.push(await confirm(browser, id, authenticator.code()));
      }
      const answers = new Set(replies.map(({ status, text }) => `${status} ${text}`));
      assert.equal(answers.size, 1, `one answer for all of them: ${[...answers].join("\n")}`);
      mustRefuse(replies[0]!, 404, "enrollment_not_found");
      assert.deepEqual((await bed.record("alice")).authenticators, []);
      mustAccept(await confirm(alice, id, authenticator.code()));
    },
  },
  {
    id: "ENR-15",
    title: "what caches and other sites are told about replies with secrets",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        for (const [user, headers] of [
          ["program", {}],
          ["person", asBrowser],
        ] as const) {
          const browser = await signedIn(bed, user);
          const post = (path: string, form: Record<string, string> = {}) =>
            browser.request("POST", path, {
              form,
              headers: { ...headers, "if-none-match": "*", "if-modified-since": future },
            });
          const first = await post("/2fa/totp/enrollments");
          const { id, authenticator } = await begun(bed, browser);
          const shown = await post(`/2fa/totp/enrollments/${id}/confirm`, { otp: "x" });
          const otp = authenticator.code();
          const confirmed = await post(`/2fa/totp/enrollments/${id}/confirm`, { otp });
          const replaced = await post("/2fa/recovery-codes");
          assert.match(confirmed.text, /recoveryCodes/);
          for (const reply of [first, shown, confirmed, replaced]) mustBePrivate(reply);
        }
      }),
  },
  {
    id: "ENR-19",
    title: "secrets that could be foreseen",
    gate: true,
    bed: { engine: { budgets: { enrollment: { points: 1000, durationSeconds: 3600 } } } },
    async attack(bed) {
      const alice = await signedIn(bed, "alice");
      const { random } = Math;
      // Whoever draws from it now draws the same number every time.
      Reflect.set(Math, "random", () => 0.123456789);
      const secrets: string[] = [];
      try {
        for (let drawn = 0; drawn < 100; drawn += 1) {
          const { keyUri } = (await begin(alice)).json<{ keyUri: string }>();
          secrets.push(new URL(keyUri).searchParams.get("secret") ?? "");
        }
      } finally {
        Reflect.set(Math, "random", random);
      }
      for (const secret of secrets) assert.match(secret, /^[A-Z2-7]{32}$/, "160 bits, no padding");
      assert.equal(new Set(secrets).size, secrets.length, "no two are the same");
      const bytes = secrets.flatMap((secret) => [...Secret.fromBase32(secret).bytes]);
      assert.ok(chiSquare(bytes) < 400, `bytes as random ones are: ${chiSquare(bytes)}`);
    },
    mutant: {
      file: "packages/core/src/authenticators/begin-enrollment.ts",
      find: "crypto.random(secretBytes(parameters.algorithm))",
      replace:
        "Uint8Array.from({ length: secretBytes(parameters.algorithm) }, () => Math.random() * 256)",
    },
  },
  {
    id: "ENR-22",
    title: "reading the secret or the recovery codes back",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const canaries = await canariesOf(alice.secret, alice.recoveryCodes);
        mustAccept(await alice.browser.verify(alice.authenticator.code()));
        const replies: Reply[] = [];
        for (const browser of [alice.browser, await signedIn(bed, "alice")]) {
          replies.push(...(await everyReply(browser, alice.authenticatorId)));
        }
        mustAccept(await redeem(alice.browser, alice.recoveryCodes[0] ?? ""));
        replies.push(...(await everyReply(alice.browser, alice.authenticatorId)));
        for (const { text, headers } of replies) {
          const all = `${text} ${JSON.stringify(headers)}`.toLowerCase();
          const leaked = canaries.filter((canary) => all.includes(canary));
          assert.deepEqual(leaked, [], text.slice(0, 200));
        }
      }),
  },
  {
    id: "ENR-23",
    title: "other sessions after an enrollment",
    gate: false,
    async attack(bed) {
      const other = await signedIn(bed, "alice");
      await mustBeInside(other);
      const alice = await enrolled(bed, "alice");
      mustRefuse(await other.request("GET", "/account"), 403, "second_factor_required");
      mustRefuse(await other.verify(alice.authenticator.code()), 401, "sign_in_again");

      const verified = await signedIn(bed, "alice");
      mustAccept(await verified.verify(alice.authenticator.code()));
      await mustBeInside(verified);
      await alice.browser.enroll("alice", "second phone");
      mustRefuse(await verified.request("GET", "/account"), 403, "second_factor_required");
      mustRefuse(await verified.request("POST", "/transfer"), 403, "second_factor_required");
      await mustBeInside(alice.browser);
    },
  },
];

const future = new Date(Date.UTC(2099, 0)).toUTCString();

function mustBePrivate({ status, headers }: Reply): void {
  assert.notEqual(status, 304);
  const told = {
    "cache-control": headers["cache-control"],
    "referrer-policy": headers["referrer-policy"],
    "x-content-type-options": headers["x-content-type-options"],
    "cross-origin-resource-policy": headers["cross-origin-resource-policy"],
    etag: headers.etag,
    "last-modified": headers["last-modified"],
  };
  assert.deepEqual(told, {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    etag: undefined,
    "last-modified": undefined,
  });
}

/** Another character of the same alphabet. */
function flip(text: string, at: number): string {
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** The same ciphertext under another key's name: format | length | id | … */
function withKeyId(sealed: string, keyId: string): string {
  const bytes = fromBase64url(sealed);
  const rest = bytes.subarray(2 + (bytes[1] ?? 0));
  const head = Uint8Array.of(bytes[0] ?? 0, keyId.length);
  return base64url(joined(head, utf8(keyId), rest));
}

/** A secret in every form in which it might slip out, lower case. */
async function canariesOf(secret: string, recoveryCodes: readonly string[]): Promise<string[]> {
  const base32 = secret.replaceAll(" ", "");
  const { bytes } = Secret.fromBase32(base32);
  const forms = [secret, base32, hex(bytes), base64(bytes), "otpauth:"];
  for (const code of recoveryCodes) {
    const bare = code.replaceAll("-", "");
    forms.push(code, bare, base64url(await sha256(bare)));
  }
  return forms.map((form) => form.toLowerCase());
}

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text) as BufferSource));

async function everyReply(browser: Client, id: string): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const headers of [{}, asBrowser]) {
    for (const path of ["", "/enroll", "/challenge", "/recovery-codes", "/manage", "/verify"]) {
      replies.push(await browser.request("GET", `/2fa${path}`, { headers }));
    }
    const json = { name: "renamed" };
    replies.push(await browser.request("PATCH", `/2fa/authenticators/${id}`, { json, headers }));
    replies.push(await browser.request("GET", "/account", { headers }));
  }
  return replies;
}
