import type { Testbed, TestbedOptions, VariantName } from "../testbed/index.js";

/** One way in that must stay shut, told as an attack on a running app. */
export interface AttackCase {
  /** "REP-03": the id under which the case is known. */
  readonly id: string;
  /** What the attacker tries, in a line. */
  readonly title: string;
  /** Nothing is released without it; such a case carries a mutant. */
  readonly gate: boolean;
  /** How the app is set up; server-held sessions and no body parser by default. */
  readonly bed?: TestbedOptions;
  /** All by default. */
  readonly variants?: readonly VariantName[];
  /** Rejects where the attack gets anywhere. */
  attack(bed: Testbed): Promise<void>;
  readonly mutant?: Mutant;
}

/** The bug that the case must catch: one exact piece of source, replaced. A case that still passes then proves nothing. */
export interface Mutant {
  /** From the root of the repository: "packages/core/src/…". */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Where the bug is in an adapter: the variant to run. "express5" by default. */
  readonly variant?: VariantName;
  /** Where the bug also keeps the honest user out; else a mutant that does not work proves nothing. */
  readonly breaksHonestUse?: true;
}
