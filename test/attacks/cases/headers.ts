import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begun, confirm } from "../attacker/enrolling.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { behindProxy, enrolled, signedIn, verifyFrom } from "../attacker/sign-in.js";

const cookieName = "__Host-second-factor";

const withCookies = (browser: Client, cookie: string): Promise<Reply> =>
  browser.request("GET", "/account", { headers: { cookie } });

export const headerCases: readonly AttackCase[] = [
  {
    id: "HDR-02",
    title: "the suite's cookie twice, and one from a parent domain",
    gate: false,
    bed: { sessions: "sealed-cookie", production: true },
    async attack(bed) {
      const { browser } = await enrolled(bed, "alice");
      await mustBeInside(browser);
      const own = browser.cookies.get(cookieName) ?? "";
      const thief = await signedIn(bed, "alice");
      await thief.request("GET", "/account");
      const others = thief.cookies.get(cookieName) ?? "";
      const host = (browser.cookies.header() ?? "")
        .split("; ")
        .filter((pair) => !pair.startsWith(cookieName))
        .join("; ");
      const ambiguous = [
        `${host}; ${cookieName}=${own}; ${cookieName}=${others}`,
        `${host}; ${cookieName}=${others}; ${cookieName}=${own}`,
        `${host}; ${cookieName}=${own}; ${cookieName}=${own}`,
      ];
      for (const cookie of ambiguous) {
        mustRefuse(await withCookies(bed.client(), cookie), 403, "second_factor_required");
      }
      // A subdomain can set a cookie for its parent, but none with this prefix.
      const tossed = `${host}; second-factor=${own}`;
      mustRefuse(await withCookies(bed.client(), tossed), 403, "second_factor_required");
      mustAccept(await withCookies(bed.client(), `second-factor=x; ${host}; ${cookieName}=${own}`));
    },
  },
  {
    id: "HDR-03",
    title: "so many cookies that the suite's falls out of the jar",
    gate: false,
    bed: { sessions: "sealed-cookie" },
    async attack(bed) {
      const { browser } = await enrolled(bed, "alice");
      await mustBeInside(browser);
      for (let index = 0; index < 180; index += 1) browser.cookies.set(`c${index}`, "x".repeat(20));
      await mustBeInside(browser);
      browser.cookies.delete("second-factor");
      mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
      mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
    },
  },
  {
    id: "HDR-05",
    title: "conditional and partial requests for what is secret",
    gate: false,
    async attack(bed) {
      const conditional = {
        range: "bytes=0-9",
        "if-range": '"x"',
        "if-none-match": "*",
        "if-modified-since": new Date(Date.UTC(2099, 0)).toUTCString(),
      };
      const browser = await signedIn(bed, "alice");
      const first = await browser.request("POST", "/2fa/totp/enrollments", {
        json: {},
        headers: conditional,
      });
      assert.equal(first.status, 201);
      assert.match(first.text, /keyUri.+qrCode/s, "whole");
      const { id, authenticator } = await begun(bed, browser);
      mustAccept(await confirm(browser, id, authenticator.code()));
      const codes = await browser.request("POST", "/2fa/recovery-codes", { headers: conditional });
      mustAccept(codes);
      assert.equal(codes.json<{ recoveryCodes: string[] }>().recoveryCodes.length, 10, "whole");
      const status = await browser.request("GET", "/2fa", { headers: conditional });
      mustAccept(status);
      for (const { headers } of [first, codes, status]) {
        assert.equal(headers["cache-control"], "no-store");
        assert.equal(headers.etag, undefined);
        assert.equal(headers["content-range"], undefined);
        assert.equal(headers["accept-ranges"], undefined);
      }
    },
  },
  {
    id: "HDR-06",
    title: "secrets under a path that a cache would keep",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const { browser } = await enrolled(bed, "alice");
        const paths = ["/enroll/x.css", "/enroll.css", "/manage/a.js", "/totp/enrollments/x.css"];
        const odd = ["/enroll%2fx.css", "/enroll;x.css", "/verify.js", "/challenge/%0ax.css"];
        for (const path of [...paths, ...odd]) {
          for (const method of ["GET", "POST"]) {
            for (const headers of [{}, asBrowser]) {
              const reply = await browser.request(method, `/2fa${path}`, { headers });
              assert.ok([404, 405].includes(reply.status), `${method} ${path}: ${reply.status}`);
              assert.equal(reply.headers["cache-control"], "no-store", path);
            }
          }
        }
        const account = await browser.request("GET", "/account/foo.js");
        assert.equal(account.status, 404);
        assert.ok(!account.text.includes("balance"));
        const thief = await signedIn(bed, "alice");
        const refused = await thief.request("GET", "/account/foo.js");
        mustRefuse(refused, 403, "second_factor_required");
        assert.equal(refused.headers["cache-control"], "no-store");
      }),
  },
  {
    id: "HDR-07",
    title: "an address of the client's own choosing",
    gate: false,
    async attack(bed) {
      const { browser } = await enrolled(bed, "alice");
      const addressOf = (one: Testbed) => one.events.at(-1)?.clientAddress;
      const guess = (headers: Record<string, string>) =>
        browser.request("POST", "/2fa/verify", { json: { otp: "000000" }, headers });

      await guess({});
      assert.equal(addressOf(bed), "127.0.0.1", "the socket's");
      const fields = ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip"];
      for (const field of fields) {
        const chosen = field === "forwarded" ? "for=203.0.113.9" : "203.0.113.9";
        await guess({ [field]: chosen });
        assert.equal(addressOf(bed), null, `${field}: unknown, and not what it says`);
      }
      const warned = bed.events.filter(({ type }) => type === "warning");
      assert.deepEqual(
        warned.map((event) => "code" in event && event.code),
        ["address_unknown"],
        "said once",
      );

      await withBed(bed, behindProxy, async (proxied) => {
        await enrolled(proxied, "alice");
        const thief = await signedIn(proxied, "alice");
        await verifyFrom(thief, "198.51.100.7", "000000");
        assert.equal(addressOf(proxied), "198.51.100.7", "the host's own word counts");
      });
    },
  },
  {
    id: "HDR-09",
    title: "oversize and contradictory headers",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const huge = await alice.browser
        .request("GET", "/account", { headers: { "x-huge": "x".repeat(40_000) } })
        .then(({ status }) => status);
      assert.equal(huge, 431);
      const contradictory = [
        "POST /2fa/verify HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /2fa/verify HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /2fa/verify HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
        "GET /account HTTP/1.1\r\n\r\n",
        "GET /account HTTP/1.1\r\nHost: a\r\nX\0Y: 1\r\n\r\n",
      ];
      for (const text of contradictory) {
        assert.match(await rawReply(bed, text), /^HTTP\/1\.1 400 /, JSON.stringify(text));
      }
      mustAccept(await alice.browser.verify(alice.authenticator.code()));
    },
  },
];

/** What comes back for bytes that no client library would send. */
function rawReply({ origin }: Testbed, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (part) => {
      received += part;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
    socket.write(text);
    socket.setTimeout(1000, () => socket.destroy());
  });
}
