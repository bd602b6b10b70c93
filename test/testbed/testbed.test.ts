import { afterEach, describe, expect, it } from "vitest";
import { type SessionMode, type Testbed, type TestbedOptions, variants } from "./index.js";

const modes: readonly SessionMode[] = ["server", "sealed-cookie", "client"];

describe.each(variants)("the bed on $name", ({ start }) => {
  const running: Testbed[] = [];
  afterEach(() => Promise.all(running.splice(0).map((bed) => bed.close())));
  const open = async (options?: TestbedOptions) => {
    const bed = await start(options);
    running.push(bed);
    return bed;
  };

  it.each(modes)("enrolls, asks and verifies over %s sessions", async (sessions) => {
    for (const parser of [false, true]) {
      const bed = await open({ sessions, parser });
      const alice = bed.client();
      const { authenticator, recoveryCodes } = await alice.enroll("alice");
      expect(recoveryCodes).toHaveLength(10);
      expect((await alice.request("GET", "/account")).status).toBe(200);

      const again = bed.client();
      await again.login("alice");
      expect((await again.request("GET", "/account")).code).toBe("second_factor_required");
      bed.clock.advance({ seconds: 30 });
      expect((await again.verify(authenticator.code())).status).toBe(200);
      const transfer = { json: { to: "bob", amount: 5 } };
      expect((await again.request("POST", "/transfer", transfer)).json()).toEqual(transfer.json);
      expect(bed.handlerRuns()).toBe(2);
      expect((await again.request("POST", "/logout")).status).toBe(204);
      expect((await again.request("GET", "/cart")).json()).toEqual({ cart: null, user: null });
    }
  });

  it("takes every first factor", async () => {
    const bed = await open();
    const ways: Record<string, [string, string, object?]> = {
      magic: ["GET", "/magic?token=alice-magic"],
      oauth: ["GET", "/oauth/callback?code=alice-code"],
      reset: ["POST", "/reset", { json: { token: "alice-reset" } }],
    };
    for (const [method, path, parts] of Object.values(ways)) {
      const client = bed.client();
      expect((await client.request(method, path, parts)).json()).toEqual({ user: "alice" });
      expect((await client.request("GET", "/account")).json()).toMatchObject({ user: "alice" });
    }
    const basic = Buffer.from("alice:alice-password").toString("base64");
    const fields = [
      { authorization: `Basic ${basic}` },
      { authorization: "Bearer alice.jti-9.1767225600000" },
      { cookie: "remember=alice-remembered" },
    ];
    for (const headers of fields) {
      const reply = await bed.client().request("GET", "/account", { headers });
      expect(reply.json()).toMatchObject({ user: "alice" });
    }
  });
});
