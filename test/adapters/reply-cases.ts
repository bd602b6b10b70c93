import { ConfigurationError } from "@second-factor/core";
import { describe, expect, test } from "vitest";
import { pass, refusal, signedOut } from "./fake-engine.js";
import type { Stage } from "./stage.js";

const bypass = new ConfigurationError("guard_above_sign_in", "It is above.", "Move it.");

export function replyCases(stage: Stage): void {
  describe("replies", () => {
    test("a refusal, with every cookie; the handler does not run", async () => {
      await stage.start();
      stage.engine.guarded = { pass: false, reply: refusal };
      const response = await fetch(`${stage.running.origin}/page`);
      expect(response.status).toBe(403);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
      expect(await response.text()).toBe(refusal.body);
      stage.engine.guarded = pass;
      stage.engine.required = { pass: false, reply: refusal };
      expect(await (await stage.post("/transfer", "{}", "application/json")).text()).toBe(
        refusal.body,
      );
    });

    test("fields of a pass are added to the host's", async () => {
      await stage.start();
      const headers = [
        ["Set-Cookie", "a=1; Path=/"],
        ["Set-Cookie", "b=2; Path=/"],
      ] as const;
      stage.engine.guarded = { pass: true, headers, signedOut: false };
      for (const path of ["/page", "/raw"]) {
        const response = await fetch(`${stage.running.origin}${path}`);
        expect(await response.text()).toBe("page");
        const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
        expect(cookies.toSorted()).toEqual(["a=1", "b=2", "host=1"]);
      }
      stage.engine.guarded = pass;
      stage.engine.required = { pass: true, headers, signedOut: false };
      const transfer = await stage.post("/transfer", "{}", "application/json");
      expect(transfer.headers.getSetCookie()).toHaveLength(2);
    });

    test.each([
      [204, []],
      [303, [["Location", "/2fa/challenge"]]],
    ] as const)("%i with no body", async (status, headers) => {
      await stage.start();
      stage.engine.reply = { status, headers, body: "" };
      const response = await fetch(`${stage.running.origin}/2fa`, { redirect: "manual" });
      expect(response.status).toBe(status);
      expect(await response.text()).toBe("");
      expect(response.headers.get("content-type")).toBeNull();
      if (status === 303) expect(response.headers.get("location")).toBe("/2fa/challenge");
    });

    test("HEAD", async () => {
      await stage.start();
      const response = await fetch(`${stage.running.origin}/2fa/challenge`, { method: "HEAD" });
      expect(stage.engine.last.method).toBe("HEAD");
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/plain");
      expect(await response.text()).toBe("");
    });

    test("a page's type and text are left as they are", async () => {
      await stage.start();
      const body = "<!doctype html><p>Grüße</p>";
      stage.engine.reply = {
        status: 200,
        headers: [["Content-Type", "text/html; charset=utf-8"]],
        body,
      };
      const response = await fetch(`${stage.running.origin}/2fa/challenge`);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toBe(body);
    });

    test("the engine's fields replace the host's, but not its cookies and not Vary", async () => {
      await stage.start();
      stage.engine.reply = {
        status: 200,
        headers: [
          ["Cache-Control", "no-store"],
          ["Vary", "Accept"],
          ["Set-Cookie", "a=1; Path=/"],
        ],
        body: "engine",
      };
      const response = await fetch(`${stage.running.origin}/2fa`, {
        headers: { "x-host": "fields" },
      });
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("vary")).toBe("Origin, Accept");
      expect(response.headers.getSetCookie()).toEqual(["early=1; Path=/", "a=1; Path=/"]);
    });

    test("sign-out puts its fields on the host's reply", async () => {
      await stage.start();
      stage.engine.signedOutWith = [["Set-Cookie", "gone=; Max-Age=0"]];
      const response = await stage.post("/sign-out", null, "text/plain");
      expect(response.status).toBe(204);
      expect(response.headers.getSetCookie()).toEqual(["gone=; Max-Age=0"]);
    });
  });

  describe("the bypass watch", () => {
    test("looks only where nobody was signed in", async () => {
      await stage.start();
      await fetch(`${stage.running.origin}/page`);
      expect(stage.engine.looked).toBe(0);
      stage.engine.guarded = signedOut;
      const response = await fetch(`${stage.running.origin}/page`);
      expect([response.status, await response.text(), stage.engine.looked]).toEqual([
        200,
        "page",
        1,
      ]);
      expect(response.headers.getSetCookie()).toEqual(["host=1; Path=/"]);
    });

    test.each(["/page", "/raw"])("turns the reply of %s into an error", async (path) => {
      await stage.start();
      stage.engine.guarded = signedOut;
      stage.engine.bypass = bypass;
      const response = await fetch(`${stage.running.origin}${path}`);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe(bypass.message);
      expect(response.headers.get("content-type")).not.toBe("text/x-page");
    });
  });
}
