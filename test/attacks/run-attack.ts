import type { Testbed, TestbedOptions, Variant } from "../testbed/index.js";
import type { AttackCase } from "./attack-case.js";

/** A bed of its own for every attack: nothing that one leaves behind helps or hinders another. */
export function runAttack(
  { bed, attack }: Pick<AttackCase, "bed" | "attack">,
  variant: Variant,
): Promise<void> {
  return onBed(variant, bed, attack);
}

export async function onBed(
  variant: Variant,
  options: TestbedOptions | undefined,
  run: (bed: Testbed) => Promise<void>,
): Promise<void> {
  const bed = await variant.start(options);
  try {
    await run(bed);
  } finally {
    await bed.close();
  }
}
