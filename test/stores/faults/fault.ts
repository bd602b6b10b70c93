import type { RedisServer } from "../../servers/index.js";
import type { Ground } from "./ground.js";

/** One way in which a store stops to serve, made with the real server or with the network in front of it. */
export interface Fault {
  readonly name: string;
  readonly store: "redis" | "postgres";
  /** What Redis is started with. */
  readonly settings?: Readonly<Record<string, string | number>>;
  prepare?(redis: RedisServer): Promise<void>;
  /**
   * - outage: every try is refused while it lasts, and nothing that was tried is used up
   * - unknown: refused too, and what was tried may have been done all the same
   * - moment: over before it can be told; a try may work
   * - nothing: nobody notices
   */
  readonly effect: "outage" | "unknown" | "moment" | "nothing";
  begin(ground: Ground): Promise<void>;
  end(ground: Ground): Promise<void>;
}
