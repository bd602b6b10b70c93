import { describe, expect, it } from "vitest";
import { keyRing, memoryRecords } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

const first = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const second = "k2:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

const rotated = (records: ReturnType<typeof memoryRecords>, keys: string) =>
  inProcessApp({ records, keys: keyRing(keys) });

describe("a key ring that changes", () => {
  it("seals anew under the first key when a code was accepted, and only then", async () => {
    const records = memoryRecords();
    const { secret } = await rotated(records, first).enrolled("alice");
    const sealed = async () =>
      (await records.forNamespace("default").load("alice")).authenticators[0]!.sealedSecret;
    const old = await sealed();

    const app = rotated(records, `${second},${first}`);
    app.advance(60);
    const alice = app.signIn("alice");
    await alice.send("POST", "/verify", { json: { otp: "000000" } });
    expect(await sealed()).toEqual(old);
    const otp = app.code(secret);
    expect((await alice.send("POST", "/verify", { json: { otp } })).status).toBe(200);
    await expect.poll(sealed).not.toEqual(old);
    const fresh = await sealed();
    expect(new TextDecoder().decode(fresh.subarray(2, 4))).toBe("k2");

    const without = rotated(records, second);
    without.advance(120);
    const json = { otp: without.code(secret) };
    expect((await without.signIn("alice").send("POST", "/verify", { json })).status).toBe(200);
    expect(await sealed()).toEqual(fresh);
  });

  it("answers 503 and charges nobody where the key is gone, and never says not enrolled", async () => {
    const records = memoryRecords();
    const { secret } = await rotated(records, first).enrolled("alice");
    const app = rotated(records, second);
    app.advance(60);
    const alice = app.signIn("alice");
    const reply = await alice.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect([reply.status, codeOf(reply)]).toEqual([503, "key_unavailable"]);
    expect(reply.headers).toContainEqual(["Retry-After", "30"]);
    expect((await records.forNamespace("default").load("alice")).failures.count).toBe(0);
    expect(await alice.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: "unavailable", code: "key_missing" }),
    );
  });

  it("goes on with the authenticators that still open", async () => {
    const records = memoryRecords();
    const lost = await rotated(records, first).enrolled("alice");
    const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const both = rotated(records, `${second},${first}`);
    await both.engine.importAuthenticator({ subjectId: "alice", secret });
    const app = rotated(records, second);
    const verify = (otp: string) => app.signIn("alice").send("POST", "/verify", { json: { otp } });
    expect(codeOf(await verify("000000"))).toBe("invalid_otp");
    expect((await verify(app.code(secret))).status).toBe(200);
    const json = { otp: app.code(secret), authenticatorId: lost.authenticatorId };
    const named = await app.signIn("alice").send("POST", "/verify", { json });
    expect(codeOf(named)).toBe("key_unavailable");
  });

  it("does not confirm, nor show again, an enrollment whose key is gone", async () => {
    const records = memoryRecords();
    const app = rotated(records, first);
    const alice = app.signIn("alice");
    const begun = JSON.parse((await alice.send("POST", "/totp/enrollments", { json: {} })).body);
    const other = rotated(records, second);
    const later = other.session({ id: "alice", name: "alice@example.com" });
    later.state.slot = alice.state.slot;
    const path = `/totp/enrollments/${begun.enrollmentId}/confirm`;
    for (const otp of ["123456", "12"])
      expect(codeOf(await later.send("POST", path, { json: { otp } }))).toBe("key_unavailable");
  });
});
