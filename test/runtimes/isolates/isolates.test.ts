import { fileURLToPath } from "node:url";
import type { Records, RecordsStore } from "@second-factor/core/stores";
import { type Runner, recordsContract, virtualAuthenticator } from "@second-factor/testing";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCookieJar } from "../../testbed/client/cookie-jar.js";
import { bundleWorker } from "../workers/bundle-worker.js";
import { dialects } from "../workers/start-workers.js";
import { fromText, toText } from "./call.js";

type Isolate = "here" | "there";
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

const dialect = "without nodejs_compat, compatibility date of 2024";

describe(`in workerd ${dialect}`, () => {
  let miniflare: Miniflare;
  beforeAll(async () => {
    const script = await bundleWorker(fileURLToPath(new URL("isolate.ts", import.meta.url)));
    const worker = (name: Isolate) => ({
      name,
      modules: true as const,
      script,
      ...dialects[dialect],
    });
    miniflare = new Miniflare({ workers: [worker("here"), worker("there")] });
  });
  afterAll(() => miniflare?.dispose());

  /** A browser of alice's, who looks at her clock at that time. */
  function visitor(session: string) {
    const cookies = createCookieJar();
    return async (isolate: Isolate, now: number, path: string, json?: unknown) => {
      const worker = await miniflare.getWorker(isolate);
      const response = await worker.fetch(`https://app.acme.example${path}`, {
        method: json === undefined ? "GET" : "POST",
        headers: {
          "content-type": "application/json",
          "x-user": "alice",
          "x-session": session,
          "x-now": String(now),
          cookie: cookies.header() ?? "",
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      cookies.take(response.headers.getSetCookie());
      return { status: response.status, text: await response.text() };
    };
  }

  const codeAt = (now: number): string =>
    virtualAuthenticator(`otpauth://totp/Acme:alice?secret=${secret}&issuer=Acme`, {
      now: () => now,
    }).code();

  /** The records in an isolate's memory, for a contract that runs out here. */
  async function storeIn(isolate: Isolate, store: string): Promise<RecordsStore> {
    const worker = await miniflare.getWorker(isolate);
    const forNamespace = (namespace: string) =>
      new Proxy({} as Records, {
        get:
          (_, method) =>
          async (...args: unknown[]) => {
            const body = toText({ store, namespace, method, args });
            const response = await worker.fetch("https://store/store", { method: "POST", body });
            return (fromText(await response.text()) as { answer?: unknown }).answer;
          },
      });
    return { durability: "process", forNamespace };
  }

  /** The contract's case on what one client wrote and another reads, with a client in each isolate. */
  async function sharedByContract(...isolates: Isolate[]): Promise<void> {
    const cases: Array<() => Promise<void>> = [];
    const runner: Runner = {
      describe: (_name, body) => body(),
      it: (name, body) => void (name.includes("STO-14") && cases.push(body)),
    };
    recordsContract(runner, {
      name: "memory of isolates",
      async open() {
        const name = isolates.join();
        const stores = await Promise.all(isolates.map((isolate) => storeIn(isolate, name)));
        return { stores, close: async () => undefined };
      },
    });
    expect(cases.length, "cases of that name").toBe(1);
    await cases[0]?.();
  }

  describe("EDG-02: memory stores, with as many memories as there are isolates", () => {
    it("do not start unless somebody says that it is development", async () => {
      const { text } = await visitor("any")("here", Date.now(), "/production");
      expect(JSON.parse(text), "the start in production").toEqual({
        code: "memory_store_in_production",
        message: expect.stringMatching(/The option records is a memory store/),
      });
    });

    it("would take a code once in each", async () => {
      const now = Date.UTC(2026, 0, 1);
      const statuses: Record<string, number> = {};
      for (const isolate of ["here", "there"] as const) {
        await visitor("setup")(isolate, now, "/import", { subjectId: "alice", secret });
        for (const time of ["first", "again"]) {
          const ask = visitor(`${isolate} ${time}`);
          const { status } = await ask(isolate, now, "/2fa/verify", { otp: codeAt(now) });
          statuses[`${time} time ${isolate}`] = status;
        }
      }
      expect(statuses, "one code").toEqual({
        "first time here": 200,
        "again time here": 401,
        "first time there": 200,
        "again time there": 401,
      });
    });

    it("break the published contract, and only between isolates", async () => {
      await expect(sharedByContract("here", "here"), "one isolate, twice").resolves.toBeUndefined();
      await expect(sharedByContract("here", "there"), "two isolates").rejects.toThrow(
        "load did not show what acceptStep had written before: a used code would seem fresh",
      );
    });
  });

  it("CLK-09: a clock that stands still during a request, and stood at nothing before, decides right", async () => {
    const now = Date.UTC(2026, 1, 1) + 29_999;
    const started = await visitor("any")("here", now, "/started-at");
    expect(Number(started.text), "the clock when the isolate starts").toBe(0);
    await visitor("setup")("here", now, "/import", { subjectId: "alice", secret });
    const ask = visitor("one");
    const verify = async (at: number, otp: string, asking = ask) =>
      (await asking("here", at, "/2fa/verify", { otp })).status;

    expect(await verify(now, codeAt(now)), "the code of the last moment of a step").toBe(200);
    expect(await ask("here", now, "/account"), "verified in the very moment").toEqual({
      status: 200,
      text: "42 coins",
    });
    expect(await verify(now, codeAt(now), visitor("two")), "the same code, the same moment").toBe(
      401,
    );
    expect(
      await verify(now + 1, codeAt(now), visitor("three")),
      "the same code, a step later",
    ).toBe(401);
    expect(await verify(now + 1, codeAt(now + 1), visitor("four")), "the next code").toBe(200);
    const stale = await ask("here", now + 301_000, "/account");
    expect(stale.status, "five minutes later, as the request's clock tells").toBe(403);
  });
});
