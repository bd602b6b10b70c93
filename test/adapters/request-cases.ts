import { request as httpRequest } from "node:http";
import { guardMarker } from "@second-factor/core/http";
import { describe, expect, test } from "vitest";
import type { Stage } from "./stage.js";
import { exchange } from "./wire.js";

export function requestCases(stage: Stage): void {
  describe("requests", () => {
    test("method, whole path, query, fields and peer", async () => {
      const origin = await stage.start();
      const headers = { accept: "text/html", "x-several": "1" };
      await fetch(`${origin}/2fa/authenticators/%C3%A4?a=1&a=2?`, { method: "DELETE", headers });
      expect(stage.engine.last).toMatchObject({
        method: "DELETE",
        path: "/2fa/authenticators/%C3%A4",
        query: "a=1&a=2?",
        client: { address: expect.stringContaining("127.0.0.1"), secure: false },
        fields: { accept: "text/html", "x-several": "1", "x-none": undefined },
        subject: null,
      });
      await fetch(`${origin}/2fa`);
      expect(stage.engine.last).toMatchObject({ method: "GET", path: "/2fa", query: "" });
    });

    test("fields that come several times are joined", async () => {
      const text = "GET /2fa HTTP/1.1\r\nHost: x.example\r\nX-Several: 1\r\nX-Several: 2\r\n\r\n";
      await exchange(await stage.start(), text, /engine/);
      expect(stage.engine.last.fields["x-several"]).toBe("1, 2");
    });

    test("the absolute form of a target", async () => {
      const text =
        "GET http://evil.example/2fa/challenge?x=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      await exchange(await stage.start(), text, /engine/);
      expect(stage.engine.last).toMatchObject({ path: "/2fa/challenge", query: "x=1" });
    });

    test("a forwarding field that nobody trusts withholds the address", async () => {
      await fetch(`${await stage.start()}/2fa`, { headers: { "x-forwarded-for": "203.0.113.9" } });
      expect(stage.engine.last.client).toEqual({
        address: undefined,
        secure: false,
        addressWithheld: true,
      });
    });

    test("guards get their options and the whole path", async () => {
      await stage.start();
      await fetch(`${stage.running.origin}/page?x=1`);
      expect(stage.engine.last).toMatchObject({ path: "/page", query: "x=1" });
      expect(stage.engine.options.at(-1)).toEqual({ public: ["/raw"] });
      await stage.post("/transfer", "{}", "application/json");
      expect(stage.engine.options.at(-1)).toEqual({ maxAgeSeconds: 60 });
    });

    test("every guarding middleware carries the marker", async () => {
      await stage.start();
      expect(stage.running.middlewares).toHaveLength(2);
      for (const middleware of stage.running.middlewares) {
        expect(Object.getOwnPropertySymbols(middleware)).toContain(guardMarker);
      }
    });
  });

  describe("errors", () => {
    test.each(["/2fa", "/page", "/transfer"])(
      "what the engine throws at %s reaches the host",
      async (path) => {
        await stage.start();
        stage.engine.failure = new Error("boom");
        const response = await fetch(`${stage.running.origin}${path}`, {
          method: path === "/transfer" ? "POST" : "GET",
        });
        expect([response.status, await response.text()]).toEqual([500, "boom"]);
      },
    );

    test("routes mounted elsewhere than basePath says", async () => {
      await stage.start({ mountAt: "/auth" });
      const response = await fetch(`${stage.running.origin}/auth/2fa/challenge`);
      expect(response.status).toBe(500);
      expect(await response.text()).toMatch(/^mounted at "\/auth/);
      expect(stage.engine.seen).toEqual([]);
    });

    test("a path that only looks like the mount never fails", async () => {
      await stage.start();
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
          httpRequest(stage.running.origin, { path }, (response) => {
            response.resume().on("end", resolve);
            if ((response.statusCode ?? 500) >= 500) reject(new Error(`${path}: 5xx`));
          })
            .on("error", reject)
            .end();
        });
      }
    });
  });
}
