import { describe, expect, it } from "vitest";
import { codeOf, inProcessApp } from "./in-process-app.js";

interface Slot {
  readonly signIn: object;
  readonly mark: object;
}

/** Whatever else may stand where the suite keeps its slot: old formats, other code, a client's own words. */
const poisons: Record<string, (slot: Slot) => unknown> = {
  "the word true": () => "true",
  "a boolean": () => true,
  "a number": () => 1,
  "an array": (slot) => [slot],
  "an empty object": () => ({}),
  "a flag": () => ({ verified: true }),
  "one key too many": (slot) => ({ ...slot, verified: true }),
  "one key too few": ({ mark }) => ({ id: "x", formToken: "x", mark }),
  "a mark that says true": (slot) => ({ ...slot, mark: true }),
  "a mark that says so in words": (slot) => ({ ...slot, mark: "verified" }),
  "a mark with one key too many": (slot) => ({ ...slot, mark: { ...slot.mark, forever: true } }),
  "a mark without an age": (slot) => ({ ...slot, mark: { ...slot.mark, verifiedAt: undefined } }),
  "a mark from the future": (slot) => ({ ...slot, mark: { ...slot.mark, verifiedAt: 9e14 } }),
  "a mark that never ages": (slot) => ({ ...slot, mark: { ...slot.mark, verifiedAt: Infinity } }),
  "a mark whose age is text": (slot) => ({ ...slot, mark: { ...slot.mark, verifiedAt: "now" } }),
  "a mark without an epoch": (slot) => ({ ...slot, mark: { ...slot.mark, epoch: "" } }),
  "a mark of another subject": (slot) => ({ ...slot, mark: { ...slot.mark, subjectId: "bob" } }),
  "a mark of no method": (slot) => ({ ...slot, mark: { ...slot.mark, amr: [] } }),
  "a mark of an unknown method": (slot) => ({ ...slot, mark: { ...slot.mark, amr: ["pwd"] } }),
  "a slot that inherits": (slot) => Object.create(slot),
  "a slot with a prototype of its own": (slot) =>
    Object.assign(Object.create({ verified: true }), slot),
  "a __proto__ key": (slot) =>
    JSON.parse(`{"__proto__":${JSON.stringify(slot)},"id":"x","formToken":"x","mark":null}`),
  "a mark in __proto__": (slot) => {
    const { mark, ...rest } = slot;
    return JSON.parse(
      `${JSON.stringify(rest).slice(0, -1)},"__proto__":{"mark":${JSON.stringify(mark)}}}`,
    );
  },
};

describe("SES-15: anything but a slot where the slot is kept", () => {
  for (const [what, poison] of Object.entries(poisons)) {
    it(`${what} is not verified`, async () => {
      const app = inProcessApp();
      const { session } = await app.enrolled("alice");
      const slot = session.state.slot as Slot;
      expect(await session.guard()).toMatchObject({ pass: true });

      session.state.slot = poison(slot);
      expect(await session.require()).toMatchObject({ pass: false, reply: { status: 403 } });
      session.state.slot = poison(slot);
      expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
      session.state.slot = poison(slot);
      const begun = await session.send("POST", "/totp/enrollments", { json: {} });
      expect(codeOf(begun)).toBe("second_factor_required");
      expect(({} as { verified?: unknown }).verified).toBeUndefined();
    });
  }
});
