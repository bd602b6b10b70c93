import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { proveHonest, proveShift } from "./clock/prove.js";

const options = { users: 400, signInsADay: 300, seed: 7 };

/** `npm run proof -- clock` does it with 1,000 users and a year. */
describe("the fleet's codes tell of the server's clock", () => {
  for (const seconds of [20, -40, 90]) {
    it(`an alarm comes where it is ${seconds} seconds off, and says by how much`, async () => {
      const { signIns, alarm, estimate, early } = await proveShift(seconds, options);
      assert.equal(early, 0, "no alarm before the shift");
      assert.ok(signIns !== null && alarm !== null, "an alarm after the shift");
      assert.match(alarm.reason, seconds > 0 ? /seconds ahead/ : /seconds behind/);
      assert.ok(signIns < 400, `within 400 sign-ins, not ${signIns}`);
      assert.ok(Math.abs((estimate ?? 0) - seconds) < 12, `about ${seconds} s, not ${estimate}`);
    }, 60_000);
  }

  it("none comes of honest devices that drift for ten days", async () => {
    const { alarms, signIns } = await proveHonest(10, options);
    assert.equal(signIns, 3000);
    assert.deepEqual(alarms, []);
  }, 60_000);
});
