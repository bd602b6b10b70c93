import { type Actor, isFreshlyVerified } from "../../../authenticators/actor.js";
import type { Staff, StaffRole } from "../../../configuration/options.js";
import type { EventScope } from "../../../events/emitter.js";
import { scopeAbout } from "../../../events/scope-about.js";
import type { Subject } from "../../../subject.js";
import { Unavailable } from "../../../unavailable.js";
import type { Answer } from "../../answer.js";
import { type Call, readActor } from "../../call.js";
import { type ProblemCode, problem } from "../../problem.js";
import type { Handler, RouteInput } from "../input.js";

/** A request of somebody who may look after accounts, and who showed a code just now. */
export interface StaffCall {
  readonly call: Call;
  readonly actor: Actor;
  readonly role: StaffRole;
  /** Of events about the account that it concerns. */
  readonly scopeOf: (subjectId: string) => EventScope;
}

export type StaffHandler = (staff: StaffCall, input: RouteInput) => Promise<Answer>;

/**
 * In front of everything that concerns other people's accounts: the host says who may, and whoever may has shown a code
 * of an authenticator just now. A recovery code or a trusted browser is not enough, and nothing is taken from a cache.
 *
 * @param least "support" lets administrators in too
 */
export function staffOnly(least: StaffRole, handler: StaffHandler): Handler {
  return async (call, input) => {
    const { suite, subject, scope } = call;
    const { staff } = suite.settings;
    if (staff === null) return { problem: problem("route_not_found") };
    const refused = (reason: ProblemCode): Answer => {
      suite.emitter.emit(scope, { type: "guard.refused", outcome: "failure", reason });
      return { problem: problem(reason) };
    };
    const role = await roleOf(staff, subject);
    if (role === null || (least === "admin" && role !== "admin")) return refused("staff_only");
    const actor = await readActor(call);
    if (actor.record.authenticators.length === 0) return refused("enrollment_required");
    if (!isFreshlyVerified(suite, actor, ["otp"])) return refused("second_factor_required");
    const scopeOf = (subjectId: string) => scopeAbout(scope, subjectId);
    return handler({ call, actor, role, scopeOf }, input);
  };
}

/** @throws Unavailable `subject_unavailable` where the host's answer is none: it must never read as a yes */
async function roleOf(staff: Staff, subject: Subject): Promise<StaffRole | null> {
  let role: unknown;
  try {
    role = await staff(subject);
  } catch (cause) {
    throw new Unavailable("subject_unavailable", 1, { cause });
  }
  if (role === null || role === "support" || role === "admin") return role;
  const cause = new TypeError("staff() answered with nonsense");
  throw new Unavailable("subject_unavailable", 1, { cause });
}
