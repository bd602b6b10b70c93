import { expect, it } from "vitest";
import { randomPool } from "../../src/crypto/random-pool.js";

it("hands out every byte once, asks the system seldom, and never before it is asked itself", () => {
  let counter = 0;
  let fills = 0;
  const random = randomPool((bytes) => {
    fills += 1;
    const words = new Uint32Array(bytes.buffer);
    for (let index = 0; index < words.length; index += 1) words[index] = counter += 1;
  });
  expect(fills).toBe(0);
  const words = Array.from({ length: 1000 }, () => [...new Uint32Array(random(16).buffer)]).flat();
  expect(fills).toBe(4);
  expect(new Set(words).size).toBe(4000);
  expect(words).not.toContain(0);
});

it("serves more than it holds", () => {
  const random = randomPool((bytes) => bytes.fill(7));
  expect(random(10_000)).toHaveLength(10_000);
  expect(random(0)).toHaveLength(0);
});
