import { expect, it } from "vitest";
import { markerKey, partitions, stepKeys } from "../src/replay/replay-keys.js";

/** CRC16 of the hash tag (XMODEM), as the cluster specification has it. */
function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of new TextEncoder().encode(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc % 16_384;
}

it("puts each partition into another sixteenth of the slots", () => {
  expect(slotOf("foo"), "the slot that the specification gives for foo").toBe(12_182);
  const sixteenths = partitions.map((partition) => Math.floor(slotOf(markerKey(partition)) / 1024));
  expect(sixteenths.sort((a, b) => a - b)).toEqual([...partitions.keys()]);
});

it("puts a step and its marker into one slot, whatever the namespace", () => {
  for (const namespace of ["default", "{a}", "}{", "a{b}c"]) {
    const { marker, step } = stepKeys(namespace, "ada", "phone");
    expect(slotOf(step), `slots of namespace ${namespace}`).toBe(slotOf(marker));
  }
});

it("spreads subjects over all partitions", () => {
  const keys = Array.from({ length: 1000 }, (_, index) => stepKeys("a", `user${index}`, "phone"));
  const marked = new Set(keys.map(({ marker }) => marker));
  expect(marked.size).toBe(partitions.length);
});
