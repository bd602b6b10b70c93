import { readFileSync } from "node:fs";
import {
  ConfigurationError,
  createSecondFactor,
  keyRing,
  memoryLimits,
  type SecurityEvent,
} from "@second-factor/core";
import type { RouteRequest } from "@second-factor/core/http";
import { afterEach, describe, expect, it } from "vitest";
import { type Testbed, variants } from "../testbed/index.js";
import { engineThatFinds, readyMistakes, readyWarnings } from "./at-ready.js";
import { requestMistakes } from "./at-request.js";
import { soundOptions, startMistakes } from "./at-start.js";
import { configurationCodes, docsFile, warningCodes } from "./documented-codes.js";

const wornKey = `k1:${Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString("base64")}`;

/** A code, what is wrong, what to do about it, and a page that explains it. */
function expectRefusal(error: unknown, code: string): void {
  expect(error).toBeInstanceOf(ConfigurationError);
  const refusal = error as ConfigurationError;
  expect(refusal.code).toBe(code);
  expect(refusal.remedy).toMatch(/^[A-Z].{10,}/s);
  expect(refusal.message).toContain(refusal.remedy);
  expect(refusal.message).toContain(`[${code}] ${refusal.help}`);
  const [page = "", anchor = ""] = refusal.help.split("#");
  expect(anchor).toBe(code);
  expect(readFileSync(docsFile(page), "utf8")).toMatch(new RegExp(`^#+ ${code}$`, "m"));
}

async function thrown(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("refused at start", () => {
  it.each(startMistakes)("$code: $what", async ({ code, start }) => {
    expectRefusal(await thrown(start), code);
  });

  it("puts nothing of a key into the message", async () => {
    for (const { start } of startMistakes.filter(({ code }) => code.startsWith("key_"))) {
      expect(((await thrown(start)) as Error).message).not.toMatch(/[A-Za-z0-9+/]{20,}=|horse/);
    }
  });
});

describe("refused when the stores are looked at", () => {
  it.each(readyMistakes)("$code: $what", async ({ code, start }) => {
    expectRefusal(await thrown(start), code);
  });

  it.each(readyWarnings)("$code: $what: said, and the engine goes on", async (mistake) => {
    const { code, what, store } = mistake;
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const events: SecurityEvent[] = [];
    const engine = engineThatFinds("warning", code, `There is ${what}.`, store, {
      warn,
      events: (event) => void events.push(event),
    });
    await engine.ready();
    expect(warnings).toEqual([
      `second-factor: There is ${what}. What the store says that helps. [${code}]`,
    ]);
    expect(events).toMatchObject([{ type: "warning", code }]);
  });

  it("key_worn: said when a key was used very often, and the engine goes on", async () => {
    const warnings: string[] = [];
    const engine = createSecondFactor({
      ...soundOptions,
      keys: keyRing(wornKey, { mostSeals: 4 }),
      warn: (message) => void warnings.push(message),
    });
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    await engine.importAuthenticator({ subjectId: "worn", secret });
    expect(warnings).toEqual([expect.stringContaining("[key_worn]")]);
  });

  it("store_forgot: said when the store tells of it, and the engine goes on", async () => {
    const warnings: string[] = [];
    let lose = () => {};
    const watch = (onLoss: () => void) => {
      lose = onLoss;
    };
    const engine = createSecondFactor({
      ...soundOptions,
      limits: { ...memoryLimits(), watch },
      warn: (message) => void warnings.push(message),
    });
    await engine.ready();
    expect(warnings).toEqual([]);
    lose();
    expect(warnings).toEqual([expect.stringContaining("[store_forgot]")]);
  });
});

describe("refused at the first request, by the engine itself", () => {
  const nobody = { method: "GET", path: "/account" } as RouteRequest;

  it.each([Number.NaN, 0, -300, 0.5, "300"])("budget_invalid: maxAgeSeconds %s", async (given) => {
    const engine = createSecondFactor(soundOptions);
    const maxAgeSeconds = given as number;
    await engine.requireSecondFactor(nobody, { maxAgeSeconds }).then(
      () => expect.unreachable(),
      (error: unknown) => expectRefusal(error, "budget_invalid"),
    );
  });

  it.each([{ signedOut: "Deny" }, { signedout: "deny" }, { publicRoutes: ["/"] }])(
    "option_unknown: guard(%j)",
    async (options) => {
      const engine = createSecondFactor(soundOptions);
      const guard = async () => engine.guard(nobody, options as never);
      await guard().then(
        () => expect.unreachable(),
        (error: unknown) => expectRefusal(error, "option_unknown"),
      );
    },
  );
});

describe.each(variants)("refused at the first request of $name", ({ name, start }) => {
  const running: Testbed[] = [];
  afterEach(() => Promise.all(running.splice(0).map((bed) => bed.close())));

  it.each(requestMistakes)("$code: $what", async ({ code, codeOn, options, show }) => {
    const expected = codeOn?.[name] ?? code;
    const bed = await start(options);
    running.push(bed);
    const reply = await show(bed);
    expect([reply.status, reply.text]).toEqual([500, `{"error":"host","code":"${expected}"}`]);
    expectRefusal(bed.bank.errors.at(-1), expected);
  });

  it("guard_above_sign_in: in production an event instead, and the reply goes out", async () => {
    const bed = await start({ guardOrder: "above-sign-in", production: true });
    running.push(bed);
    const authorization = `Basic ${Buffer.from("alice:alice-password").toString("base64")}`;
    const reply = await bed.client().request("GET", "/account", { headers: { authorization } });
    expect(reply.status).toBe(200);
    const bypasses = bed.events.filter(({ type }) => type === "guard_bypassed");
    expect(bypasses).toMatchObject([{ subjectId: "alice", path: "/account" }]);
  });

  it("binding_missing: in production a refusal and a warning, since anybody can send the field", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const bed = await start({ production: true, engine: { warn } });
    running.push(bed);
    const alice = bed.client();
    await alice.login("alice");
    const headers = { authorization: "DPoP x" };
    for (let sent = 0; sent < 2; sent += 1) {
      const reply = await alice.request("POST", "/2fa/verify", {
        json: { otp: "123456" },
        headers,
      });
      expect([reply.status, reply.code]).toEqual([401, "sign_in_required"]);
    }
    expect(warnings).toEqual([expect.stringContaining("[binding_missing]")]);
    expect(bed.bank.errors).toEqual([]);
  });

  it("address_unknown: warns once where a proxy forwards and nobody says whom to trust", async () => {
    const warnings: string[] = [];
    const bed = await start({ engine: { warn: (message) => void warnings.push(message) } });
    running.push(bed);
    const alice = bed.client();
    await alice.enroll("alice");
    for (const field of ["x-forwarded-for", "forwarded"]) {
      await alice.request("POST", "/2fa/verify", {
        json: { otp: "000000" },
        headers: { [field]: "10.0.0.1" },
      });
    }
    expect(warnings).toEqual([expect.stringContaining("[address_unknown]")]);
    expect(bed.events.filter(({ type }) => type === "warning")).toHaveLength(1);
  });

  it("authenticated_at_missing: warns where a sign-in's age can't be known", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const bed = await start({ sessions: "client", authenticatedAt: false, engine: { warn } });
    running.push(bed);
    const alice = bed.client();
    await alice.login("alice");
    const begun = await alice.request("POST", "/2fa/totp/enrollments", { json: {} });
    expect(begun.code).toBe("sign_in_again");
    expect(warnings).toEqual([expect.stringContaining("[authenticated_at_missing]")]);
  });
});

describe("docs/configuration-errors.md", () => {
  const page = readFileSync(docsFile("docs/configuration-errors.md"), "utf8");
  const sections = [...page.matchAll(/^#{2,} ([a-z_]+)$/gm)].map(([, code]) => code);

  it("has a section for every code, and for no other", () => {
    expect(configurationCodes.length).toBeGreaterThanOrEqual(30);
    expect([...sections].sort()).toEqual([...configurationCodes, ...warningCodes].sort());
  });

  it("every code is refused in one of the tables above", () => {
    const refused = new Set(
      [...startMistakes, ...readyMistakes, ...requestMistakes].flatMap((one) => [
        one.code,
        ...("codeOn" in one ? Object.values(one.codeOn ?? {}) : []),
      ]),
    );
    expect([...refused].sort()).toEqual([...configurationCodes].sort());
  });
});
