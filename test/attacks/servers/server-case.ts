import type { VariantName } from "../../testbed/index.js";
import type { Mutant } from "../attack-case.js";
import type { Scene } from "./scene.js";

/** An attack on an app whose stores are servers: several processes share them, and they break. */
export interface ServerCase {
  readonly id: string;
  readonly title: string;
  readonly gate: boolean;
  /** Express and Hono by default; one is enough where the attack never gets past the stores. */
  readonly variants?: readonly VariantName[];
  /** Rejects where the attack gets anywhere. */
  attack(scene: Scene): Promise<void>;
  readonly mutant?: Mutant;
}
