import type { HostRequirement } from "@second-factor/core/http";
import type { HostRoute } from "./bank-routes.js";
import type { HostCall } from "./host-call.js";

/** A route's requirement in terms of a framework's own request. */
export function requirementOf<Host>(
  { action, describe, ...others }: NonNullable<HostRoute["requirement"]>,
  toCall: (host: Host) => HostCall,
): HostRequirement<Host> {
  const bound = (text: typeof action) =>
    typeof text === "function" ? (host: Host) => text(toCall(host)) : text;
  return { ...others, ...(action && { action: bound(action), describe: bound(describe) }) };
}
