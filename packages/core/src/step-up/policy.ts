import type { MaybePromise } from "../maybe-promise.js";
import type { Subject } from "../subject.js";
import { Unavailable } from "../unavailable.js";

/**
 * Whether a subject must have a second factor. Whoever is enrolled is always asked for it, whatever the policy says.
 * With `graceUntil` (milliseconds since the Unix epoch) it is required from then on.
 */
export type PolicyDecision =
  | "optional"
  | "required"
  | { readonly required: true; readonly graceUntil: number };

export type Policy = PolicyDecision | ((subject: Subject) => MaybePromise<PolicyDecision>);

export interface PolicyVerdict {
  readonly required: boolean;
  /** The deadline still ahead; null where there is none. */
  readonly graceUntil: number | null;
  /** Whether the last authenticator may be removed: only where nothing will ever ask for one. */
  readonly lastMayGo: boolean;
}

/** What a Date can hold: the deadline is shown to people. */
const isTime = (value: unknown): boolean =>
  Math.abs(value as number) <= 8.64e15 && typeof value === "number";

export function isPolicyDecision(value: unknown): value is PolicyDecision {
  if (value === "optional" || value === "required") return true;
  if (typeof value !== "object" || value === null) return false;
  const { required, graceUntil } = value as { required?: unknown; graceUntil?: unknown };
  return required === true && isTime(graceUntil);
}

/**
 * Applies the policy. A function of the host's that throws or answers nonsense must not read as "optional".
 *
 * @throws Unavailable `subject_unavailable`
 */
export async function applyPolicy(
  policy: Policy,
  subject: Subject,
  now: number,
): Promise<PolicyVerdict> {
  let decision: unknown = policy;
  if (typeof policy === "function") {
    try {
      decision = await policy(subject);
    } catch (cause) {
      throw new Unavailable("subject_unavailable", 1, { cause });
    }
  }
  if (!isPolicyDecision(decision)) {
    throw new Unavailable("subject_unavailable", 1, {
      cause: new TypeError("policy() answered with nonsense"),
    });
  }
  if (decision === "optional") return { required: false, graceUntil: null, lastMayGo: true };
  if (decision === "required") return { required: true, graceUntil: null, lastMayGo: false };
  const ahead = decision.graceUntil > now;
  return { required: !ahead, graceUntil: ahead ? decision.graceUntil : null, lastMayGo: false };
}
