import { request as httpRequest } from "node:http";
import { ConfigurationError } from "@second-factor/core";
import { guardMarker } from "@second-factor/core/http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeEngine, pass, refusal, signedOut } from "./fake-engine.js";
import { dial, eventually, exchange } from "./wire.js";

/** One app per framework and major, the same everywhere; see `Driver.start`. */
export interface Driver {
  readonly name: string;
  /**
   * Serves, on a free port: fields of the host's where the request has `x-host`; body parsers where `parsers`; the
   * routes at `mountAt`; then `guard({ public: ["/raw"] })`; GET /page, which sets a cookie and a type and answers
   * "page"; GET /raw, the same at the framework's lowest level; POST /transfer behind
   * `requireSecondFactor({ maxAgeSeconds: 60 })`; POST /sign-out. The error handler answers 500 with the message.
   */
  start(engine: FakeEngine, setUp: SetUp): Promise<Running>;
  /** Whether a body that a parser of the framework read is gone, so that only its result is left. */
  readonly parsersTake: boolean;
}

export interface SetUp {
  readonly parsers: boolean;
  readonly mountAt: string;
}

export interface Running {
  readonly origin: string;
  readonly middlewares: readonly object[];
  close(): Promise<void>;
}

const bypass = new ConfigurationError("guard_above_sign_in", "It is above.", "Move it.");

export function translationCases(driver: Driver): void {
  describe(driver.name, () => casesOf(driver));
}

function casesOf(driver: Driver): void {
  let engine: FakeEngine;
  let running: Running;
  beforeEach(() => {
    engine = new FakeEngine();
  });
  afterEach(() => running.close());

  const start = async (setUp: Partial<SetUp> = {}) => {
    running = await driver.start(engine, { parsers: false, mountAt: "/2fa", ...setUp });
    return running.origin;
  };
  const post = (path: string, body: BodyInit | null, type: string) =>
    fetch(`${running.origin}${path}`, { method: "POST", body, headers: { "content-type": type } });

  describe("requests", () => {
    test("method, whole path, query, fields and peer", async () => {
      const origin = await start();
      const headers = { accept: "text/html", "x-several": "1" };
      await fetch(`${origin}/2fa/authenticators/%C3%A4?a=1&a=2?`, { method: "DELETE", headers });
      expect(engine.last).toMatchObject({
        method: "DELETE",
        path: "/2fa/authenticators/%C3%A4",
        query: "a=1&a=2?",
        client: { address: expect.stringContaining("127.0.0.1"), secure: false },
        fields: { accept: "text/html", "x-several": "1", "x-none": undefined },
        subject: null,
      });
      await fetch(`${origin}/2fa`);
      expect(engine.last).toMatchObject({ method: "GET", path: "/2fa", query: "" });
    });

    test("fields that come several times are joined", async () => {
      const text = "GET /2fa HTTP/1.1\r\nHost: x.example\r\nX-Several: 1\r\nX-Several: 2\r\n\r\n";
      await exchange(await start(), text, /engine/);
      expect(engine.last.fields["x-several"]).toBe("1, 2");
    });

    test("the absolute form of a target", async () => {
      const text =
        "GET http://evil.example/2fa/challenge?x=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      await exchange(await start(), text, /engine/);
      expect(engine.last).toMatchObject({ path: "/2fa/challenge", query: "x=1" });
    });

    test("a forwarding field that nobody trusts withholds the address", async () => {
      await fetch(`${await start()}/2fa`, { headers: { "x-forwarded-for": "203.0.113.9" } });
      expect(engine.last.client).toEqual({
        address: undefined,
        secure: false,
        addressWithheld: true,
      });
    });

    test("guards get their options and the whole path", async () => {
      await start();
      await fetch(`${running.origin}/page?x=1`);
      expect(engine.last).toMatchObject({ path: "/page", query: "x=1" });
      expect(engine.options.at(-1)).toEqual({ public: ["/raw"] });
      await post("/transfer", "{}", "application/json");
      expect(engine.options.at(-1)).toEqual({ maxAgeSeconds: 60 });
    });

    test("every guarding middleware carries the marker", async () => {
      await start();
      expect(running.middlewares).toHaveLength(2);
      for (const middleware of running.middlewares) {
        expect(Object.getOwnPropertySymbols(middleware)).toContain(guardMarker);
      }
    });
  });

  describe("bodies", () => {
    test("nobody read it", async () => {
      await start();
      await post("/2fa/verify", '{"otp":"123456"}', "application/json");
      expect(engine.last.body).toEqual({ unread: '{"otp":"123456"}' });
      await fetch(`${running.origin}/2fa/verify`, { method: "POST" });
      expect(engine.last.body).toEqual({ unread: "" });
    });

    test("in chunks, without a length", async () => {
      const head = "POST /2fa/verify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      await exchange(await start(), `${head}4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n`, /engine/);
      expect(engine.last.body).toEqual({ unread: "abcdefg" });
    });

    test("a parser read it", async () => {
      await start({ parsers: true });
      await post("/2fa/verify", '{"otp":"123456"}', "application/json");
      expect(engine.last.body).toEqual(
        driver.parsersTake ? { parsed: { otp: "123456" } } : { unread: '{"otp":"123456"}' },
      );
      await post("/2fa/verify", "otp=12+34", "application/x-www-form-urlencoded");
      expect(engine.last.body).toEqual(
        driver.parsersTake ? { parsed: { otp: "12 34" } } : { unread: "otp=12+34" },
      );
    });

    test("a parser was there and left it", async () => {
      await start({ parsers: true });
      await post("/2fa/verify", "hello", "text/weird");
      expect(engine.last.body).toEqual({ unread: "hello" });
      await fetch(`${running.origin}/2fa/verify`, { method: "POST" });
      expect(["", undefined]).toContain(Object.values(engine.last.body)[0] as string | undefined);
    });

    test.each([4096, 4097])("%i bytes", async (length) => {
      await start();
      const response = await post("/2fa/verify", "x".repeat(length), "application/json");
      expect(await response.text()).toBe("engine");
      expect(engine.last.body).toEqual(length > 4096 ? "too long" : { unread: "x".repeat(length) });
    });

    test("far too long: the reply gets out before the body is in, and the connection stays usable", async () => {
      const { socket, received, ended } = dial(await start());
      const megabytes = 3;
      const head = `POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: ${megabytes * 2 ** 20}\r\n\r\n`;
      socket.write(`${head}${"x".repeat(8192)}`);
      await eventually(() => received().includes("engine"));
      expect(engine.last.body).toBe("too long");
      socket.write("x".repeat(megabytes * 2 ** 20 - 8192));
      socket.write("GET /2fa?again HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      await ended;
      expect(received().match(/HTTP\/1\.1 200/g)).toHaveLength(2);
      expect(engine.last.query).toBe("again");
    });

    test("announced and never sent: the client goes away", async () => {
      const { socket } = dial(await start());
      socket.write("POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
      await eventually(() => engine.seen.length === 1);
      expect(engine.last.body).toBe("aborted");
      expect((await fetch(`${running.origin}/2fa`)).status).toBe(200);
    });

    test("Expect: 100-continue", async () => {
      const head =
        "POST /2fa/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
      const { socket, received } = dial(await start());
      socket.write(head);
      await eventually(() => received().includes("100 Continue"));
      socket.write("{}");
      await eventually(() => received().includes("engine"));
      socket.destroy();
      expect(engine.last.body).toEqual({ unread: "{}" });
    });
  });

  describe("replies", () => {
    test("a refusal, with every cookie; the handler does not run", async () => {
      await start();
      engine.guarded = { pass: false, reply: refusal };
      const response = await fetch(`${running.origin}/page`);
      expect(response.status).toBe(403);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
      expect(await response.text()).toBe(refusal.body);
      engine.guarded = pass;
      engine.required = { pass: false, reply: refusal };
      expect(await (await post("/transfer", "{}", "application/json")).text()).toBe(refusal.body);
    });

    test("fields of a pass are added to the host's", async () => {
      await start();
      const headers = [
        ["Set-Cookie", "a=1; Path=/"],
        ["Set-Cookie", "b=2; Path=/"],
      ] as const;
      engine.guarded = { pass: true, headers, signedOut: false };
      for (const path of ["/page", "/raw"]) {
        const response = await fetch(`${running.origin}${path}`);
        expect(await response.text()).toBe("page");
        const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
        expect(cookies.toSorted()).toEqual(["a=1", "b=2", "host=1"]);
      }
      engine.guarded = pass;
      engine.required = { pass: true, headers, signedOut: false };
      const transfer = await post("/transfer", "{}", "application/json");
      expect(transfer.headers.getSetCookie()).toHaveLength(2);
    });

    test.each([
      [204, []],
      [303, [["Location", "/2fa/challenge"]]],
    ] as const)("%i with no body", async (status, headers) => {
      await start();
      engine.reply = { status, headers, body: "" };
      const response = await fetch(`${running.origin}/2fa`, { redirect: "manual" });
      expect(response.status).toBe(status);
      expect(await response.text()).toBe("");
      expect(response.headers.get("content-type")).toBeNull();
      if (status === 303) expect(response.headers.get("location")).toBe("/2fa/challenge");
    });

    test("HEAD", async () => {
      await start();
      const response = await fetch(`${running.origin}/2fa/challenge`, { method: "HEAD" });
      expect(engine.last.method).toBe("HEAD");
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/plain");
      expect(await response.text()).toBe("");
    });

    test("a page's type and text are left as they are", async () => {
      await start();
      const body = "<!doctype html><p>Grüße</p>";
      engine.reply = { status: 200, headers: [["Content-Type", "text/html; charset=utf-8"]], body };
      const response = await fetch(`${running.origin}/2fa/challenge`);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toBe(body);
    });

    test("the engine's fields replace the host's, but not its cookies and not Vary", async () => {
      await start();
      engine.reply = {
        status: 200,
        headers: [
          ["Cache-Control", "no-store"],
          ["Vary", "Accept"],
          ["Set-Cookie", "a=1; Path=/"],
        ],
        body: "engine",
      };
      const response = await fetch(`${running.origin}/2fa`, { headers: { "x-host": "fields" } });
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("vary")).toBe("Origin, Accept");
      expect(response.headers.getSetCookie()).toEqual(["early=1; Path=/", "a=1; Path=/"]);
    });

    test("sign-out puts its fields on the host's reply", async () => {
      await start();
      engine.signedOutWith = [["Set-Cookie", "gone=; Max-Age=0"]];
      const response = await post("/sign-out", null, "text/plain");
      expect(response.status).toBe(204);
      expect(response.headers.getSetCookie()).toEqual(["gone=; Max-Age=0"]);
    });
  });

  describe("errors", () => {
    test.each(["/2fa", "/page", "/transfer"])(
      "what the engine throws at %s reaches the host",
      async (path) => {
        await start();
        engine.failure = new Error("boom");
        const response = await fetch(`${running.origin}${path}`, {
          method: path === "/transfer" ? "POST" : "GET",
        });
        expect([response.status, await response.text()]).toEqual([500, "boom"]);
      },
    );

    test("routes mounted elsewhere than basePath says", async () => {
      await start({ mountAt: "/auth" });
      const response = await fetch(`${running.origin}/auth/2fa/challenge`);
      expect(response.status).toBe(500);
      expect(await response.text()).toMatch(/^mounted at "\/auth/);
      expect(engine.seen).toEqual([]);
    });

    test("a path that only looks like the mount never fails", async () => {
      await start();
      for (const path of [
        "/2FA",
        "/2Fa/verify",
        "/%32fa",
        "/2fa/",
        "//2fa",
        "/2fax",
        "/2fa;x",
        "/./2fa",
      ]) {
        await new Promise<void>((resolve, reject) => {
          httpRequest(running.origin, { path }, (response) => {
            response.resume().on("end", resolve);
            if ((response.statusCode ?? 500) >= 500) reject(new Error(`${path}: 5xx`));
          })
            .on("error", reject)
            .end();
        });
      }
    });
  });

  describe("the bypass watch", () => {
    test("looks only where nobody was signed in", async () => {
      await start();
      await fetch(`${running.origin}/page`);
      expect(engine.looked).toBe(0);
      engine.guarded = signedOut;
      const response = await fetch(`${running.origin}/page`);
      expect([response.status, await response.text(), engine.looked]).toEqual([200, "page", 1]);
      expect(response.headers.getSetCookie()).toEqual(["host=1; Path=/"]);
    });

    test.each(["/page", "/raw"])("turns the reply of %s into an error", async (path) => {
      await start();
      engine.guarded = signedOut;
      engine.bypass = bypass;
      const response = await fetch(`${running.origin}${path}`);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe(bypass.message);
      expect(response.headers.get("content-type")).not.toBe("text/x-page");
    });
  });
}
