import type { MarkRequirement } from "../../step-up/mark.js";
import type { SubjectState } from "../../step-up/subject-state.js";
import type { Call } from "../call.js";
import { markStands } from "../standing-mark.js";

/** Whether a trusted browser answers for the request that a guard would else stop. Loaded where there is one. */
export async function isRemembered(
  call: Call,
  state: SubjectState,
  requirement: MarkRequirement,
): Promise<boolean> {
  if (call.suite.settings.browsers.trustMs === 0 || !state.enrolled) return false;
  const cookie = await call.browser();
  if (cookie === null || cookie.secret === "") return false;
  // One that is not needed is not used up.
  if (await markStands(call, state, requirement)) return false;
  const { rememberBrowser } = await import("../../on-demand.js");
  return rememberBrowser(call, state, cookie);
}
