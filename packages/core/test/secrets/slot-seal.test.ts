import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { crypto as node } from "../../src/crypto/node.js";
import { keyRing } from "../../src/secrets/key-ring.js";
import { createSealer } from "../../src/secrets/sealer.js";
import { createSlotSeal } from "../../src/secrets/slot-seal.js";
import { parseSessionSlot, type SessionSlot } from "../../src/step-up/session-slot.js";

const [k1, k2] = ["k1", "k2"].map((id) => `${id}:${randomBytes(32).toString("base64")}`) as [
  string,
  string,
];
const sealerOf = (keys: string, namespace = "default") =>
  createSealer({ keys: keyRing(keys), namespace, crypto: node });
const sealer = sealerOf(k1);
const cookie = createSlotSeal(sealer, "cookie");
const bearer = createSlotSeal(sealer, "bearer");

const slot: SessionSlot = {
  id: "session",
  formToken: "form",
  signIn: { subjectId: "ada 🙂", epoch: "one", since: 1_800_000_000_000 },
  mark: {
    id: "mark",
    subjectId: "ada 🙂",
    epoch: "one",
    authenticatorId: "phone",
    amr: ["otp"],
    verifiedAt: 1_800_000_001_000,
  },
};

describe("slot seal", () => {
  it("opens its own slot, in characters that a cookie and a header take", () => {
    const sealed = cookie.seal(slot, "sid-1") as string;
    expect(sealed).toMatch(/^[A-Za-z0-9_-]{100,1000}$/);
    expect(parseSessionSlot(cookie.open(sealed, "sid-1"))).toEqual(slot);
    expect(cookie.seal(slot, "sid-1")).not.toBe(sealed);
  });

  it("SES-14 opens for no other binding, purpose or namespace", () => {
    const sealed = cookie.seal(slot, "sid-1") as string;
    expect(cookie.open(sealed, "sid-2")).toBe(undefined);
    expect(cookie.open(sealed, "")).toBe(undefined);
    expect(bearer.open(sealed, "sid-1")).toBe(undefined);
    const elsewhere = createSlotSeal(sealerOf(k1, "other"), "cookie");
    expect(elsewhere.open(sealed, "sid-1")).toBe(undefined);
  });

  it("opens after a rotation, and not once the key is gone", () => {
    const sealed = cookie.seal(slot, "sid-1") as string;
    expect(createSlotSeal(sealerOf(`${k2},${k1}`), "cookie").open(sealed, "sid-1")).toEqual(slot);
    expect(createSlotSeal(sealerOf(k2), "cookie").open(sealed, "sid-1")).toBe(undefined);
  });

  it("opens nothing that is not ours", () => {
    const sealed = cookie.seal(slot, "sid-1") as string;
    const odd = [
      "",
      "null",
      "undefined",
      JSON.stringify(slot),
      Buffer.from(JSON.stringify(slot)).toString("base64url"),
      `${sealed}A`,
      `${sealed}AAAA`,
      ` ${sealed}`,
      `${sealed}\n`,
      sealed.slice(0, -1),
      sealed.slice(4),
      "A".repeat(4096),
      "A".repeat(1_000_000),
    ];
    for (const text of odd) expect(cookie.open(text, "sid-1")).toBe(undefined);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      expect(cookie.open(changed, "sid-1")).toBe(undefined);
    }
  });

  it("reads no more than 4096 characters, not even of ours", () => {
    const large = { ...slot, id: "x".repeat(4096) };
    expect(cookie.open(cookie.seal(large, "sid-1") as string, "sid-1")).toBe(undefined);
  });

  it("opens what was sealed for it but is no JSON or no UTF-8 as nothing", () => {
    const row = { subjectId: "sid-1", authenticatorId: "" };
    for (const bytes of [[], [0x7b], [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22]]) {
      const sealed = sealer.seal("cookie", row, new Uint8Array(bytes)) as Uint8Array;
      expect(cookie.open(Buffer.from(sealed).toString("base64url"), "sid-1")).toBe(undefined);
    }
  });
});
