import { describe, expect, it } from "vitest";
import { inProcessApp } from "./in-process-app.js";

const handshake = { upgrade: "websocket", connection: "Upgrade" };

const foreign: Record<string, Record<string, string>> = {
  "another site": { origin: "https://evil.example" },
  "a look-alike": { origin: "https://app.example.evil.example" },
  "no origin to speak of": { origin: "null" },
  "another site, by the browser's word": { "sec-fetch-site": "cross-site" },
  "a subdomain": { "sec-fetch-site": "same-site", origin: "https://blog.app.example" },
};

describe("evaluate, for a WebSocket's handshake", () => {
  it("lets the verified session in from the app's own pages, and programs without an origin", async () => {
    const app = inProcessApp();
    const { session } = await app.enrolled("alice");
    const own = session.request("GET", "/live", {
      headers: { ...handshake, origin: "https://app.example" },
    });
    expect(await app.engine.evaluate(own)).toMatchObject({ pass: true });
    const program = session.request("GET", "/live", { headers: handshake });
    expect(await app.engine.evaluate(program)).toMatchObject({ pass: true });
  });

  for (const [who, headers] of Object.entries(foreign)) {
    it(`CSR-09 refuses one from ${who}`, async () => {
      const app = inProcessApp();
      const { session } = await app.enrolled("alice");
      const asked = session.request("GET", "/live", { headers: { ...handshake, ...headers } });
      const result = await app.engine.evaluate(asked);
      expect(result).toMatchObject({ pass: false, reply: { status: 403 } });
      expect(result.pass ? "" : result.reply.body).toContain("cross_origin_refused");
    });
  }

  it("asks an unverified session for its second factor, and nobody to sign in", async () => {
    const app = inProcessApp();
    await app.enrolled("alice");
    const thief = app.signIn("alice").request("GET", "/live", { headers: handshake });
    expect(await app.engine.evaluate(thief)).toMatchObject({ pass: false, reply: { status: 403 } });
    const nobody = app.session(null).request("GET", "/live", { headers: handshake });
    expect(await app.engine.evaluate(nobody)).toMatchObject({
      pass: false,
      reply: { status: 401 },
    });
  });
});
