import { format, inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { crypto as nodeCrypto } from "../../src/crypto/node.js";
import * as http from "../../src/http/index.js";
import * as core from "../../src/index.js";
import * as stores from "../../src/stores/index.js";
import { Unavailable } from "../../src/unavailable.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

const masterKey = Buffer.from(
  Uint8Array.from({ length: 32 }, (_, index) => (index * 91 + 7) & 255),
);
const keys = core.keyRing(`canary:${masterKey.toString("base64")}`);

/** In all the forms in which bytes get into a log. */
const formsOf = (bytes: Uint8Array) => {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString("hex"),
    buffer.toString("base64").replace(/=+$/, ""),
    buffer.toString("base64url"),
    buffer.toString("latin1"),
    [...bytes].join(","),
    [...bytes].join(", "),
    [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
  ];
};

function printed(value: unknown): string {
  const deep = {
    depth: 20,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
  } as const;
  const texts = [
    inspect(value, deep),
    inspect(value, { ...deep, getters: true }),
    format("%o", value),
  ];
  for (const print of [
    () => JSON.stringify(value),
    () => String(value),
    () => inspect(structuredClone(value), deep),
    () => inspect({ ...(value as object) }, deep),
  ]) {
    try {
      texts.push(print());
    } catch {
      // What can't be printed that way is not printed.
    }
  }
  return texts.join("\n");
}

function mustNotShow(value: unknown, secrets: readonly string[]): void {
  const text = printed(value);
  for (const secret of secrets) expect(text.includes(secret)).toBe(false);
}

describe("what happens to be printed", () => {
  it("LOG-02 no exported object shows a key or a secret", async () => {
    const limits = core.memoryLimits();
    const records = core.memoryRecords();
    const app = inProcessApp({ keys, limits, records });
    const { secret, recoveryCodes, session } = await app.enrolled("alice");
    app.advance(60);
    await session.send("POST", "/verify", { json: { otp: app.code(secret) } });
    const record = await records.forNamespace("default").load("alice");
    const forbidden = [...formsOf(masterKey), secret, ...recoveryCodes];
    const values = [
      ...Object.values(core),
      ...Object.values(http),
      ...Object.values(stores),
      keys,
      app.engine,
      limits,
      records,
      records.forNamespace("default"),
      record,
      session.state,
      app.events,
      app.notices,
      core.createFetchHandler,
    ];
    for (const value of values) mustNotShow(value, forbidden);
  });

  it("LOG-02 no error shows what it was about", async () => {
    const app = inProcessApp({ keys });
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ!";
    const errors: unknown[] = [new Unavailable("key_unavailable")];
    for (const provoke of [
      () => app.engine.importAuthenticator({ subjectId: "alice", secret }),
      async () => core.keyRing(`k1:${masterKey.toString("hex")}`),
      async () => core.keyRing(masterKey.toString("base64")),
      async () =>
        core.keyRing(`k1:${masterKey.toString("base64")},k1:${masterKey.toString("base64")}`),
      async () => inProcessApp({ keys: masterKey.toString("base64") as never }),
    ])
      errors.push(
        await provoke().then(
          () => expect.unreachable(),
          (error: unknown) => error,
        ),
      );
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      mustNotShow(error, [...formsOf(masterKey), secret, secret.slice(0, 12)]);
    }
  });
});

describe("what goes wrong inside a verification", () => {
  it("LOG-03 shows nothing of a sealed secret that does not open", async () => {
    const records = core.memoryRecords();
    const app = inProcessApp({ keys, records });
    const { secret } = await app.enrolled("alice");
    const rows = records.forNamespace("default");
    const { authenticators } = await rows.load("alice");
    const [{ id, sealedSecret } = { id: "", sealedSecret: new Uint8Array() }] = authenticators;
    const damaged = sealedSecret.slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(await rows.reseal("alice", id, sealedSecret, damaged)).toBe(true);

    app.advance(60);
    const otp = app.code(secret);
    const reply = await app.signIn("alice").send("POST", "/verify", { json: { otp } });
    expect([reply.status, codeOf(reply)]).toEqual([503, "key_unavailable"]);
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: "unavailable", code: "secret_refused" }),
    );
    const forbidden = [...formsOf(masterKey), ...formsOf(damaged), secret, otp];
    mustNotShow([reply, app.events], forbidden);
  });

  it.each(["hmac", "constantTimeEqual", "open"] as const)(
    "LOG-03 hands an error of %s to the host without a code or a secret in it",
    async (method) => {
      const app = inProcessApp({ keys });
      const { secret } = await app.enrolled("alice");
      app.advance(60);
      const otp = app.code(secret);
      vi.spyOn(nodeCrypto, method).mockImplementation(() => {
        throw new TypeError("the primitive is broken");
      });
      const error: unknown = await app
        .signIn("alice")
        .send("POST", "/verify", { json: { otp } })
        .then(
          () => expect.unreachable(),
          (caught: unknown) => caught,
        );
      vi.restoreAllMocks();
      expect(error).toMatchObject({ message: "the primitive is broken" });
      mustNotShow([error, app.events], [...formsOf(masterKey), secret, otp]);
      const { authenticators, failures } = await app.records.forNamespace("default").load("alice");
      expect([authenticators[0]?.lastStep, failures.count]).toEqual([app.now() / 30_000 - 2, 0]);
    },
  );
});
