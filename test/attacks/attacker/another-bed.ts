import type { Testbed, TestbedOptions } from "../../testbed/index.js";

/** The same framework with stores or options that are this attack's alone: nothing is shared between two runs. */
export async function withBed(
  base: Testbed,
  options: TestbedOptions,
  attack: (bed: Testbed) => Promise<void>,
): Promise<void> {
  // Of the same build, so that a mutant is one here too.
  const bed = await base.another(options);
  try {
    await attack(bed);
  } finally {
    await bed.close();
  }
}
