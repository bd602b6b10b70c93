import type { HostRequirement } from "@second-factor/core/http";
import type { Bank } from "./bank.js";
import { guardedRoutes } from "./guarded-routes.js";
import type { HostCall, HostReply } from "./host-call.js";
import { signInRoutes } from "./sign-in-routes.js";

export interface HostRoute {
  readonly method: "GET" | "POST" | "ALL";
  readonly path: string;
  /** Below the guard. */
  readonly guarded: boolean;
  /** With requireSecondFactor() of these options. */
  readonly requirement?: HostRequirement<HostCall>;
  run(call: HostCall, bank: Bank): Promise<HostReply> | HostReply;
}

/** The bank, the same in every framework: what each of them registers in its own words. */
export const bankRoutes: readonly HostRoute[] = [...signInRoutes, ...guardedRoutes];
