import { fail } from "../configuration/fail.js";
import type { Subject } from "../subject.js";
import { isPolicyDecision, type PolicyDecision } from "./policy.js";

/** Who must have a second factor: whoever has one of the roles or belongs to one of the organisations. */
export interface RequirementRule {
  readonly roles?: readonly string[];
  readonly organizations?: readonly string[];
  /** Required from then on, and until then shown as a deadline; milliseconds since the Unix epoch. Without it: now. */
  readonly graceUntil?: number;
  /** What holds for everybody else. Default "optional". */
  readonly otherwise?: PolicyDecision;
}

const ruleNames = ["roles", "organizations", "graceUntil", "otherwise"];

/** A time in seconds would lie in January 1970 and demand at once what was meant for next year. */
const earliestDeadline = Date.UTC(2001, 0);

/**
 * A policy by role or organisation. Of several rules the strictest answer holds: required now before the nearest
 * deadline, and any deadline before optional. The rules are read once, here.
 *
 * @throws ConfigurationError `policy_invalid`
 */
export function requiredFor(
  rules: RequirementRule | readonly RequirementRule[],
): (subject: Subject) => PolicyDecision {
  const list: readonly unknown[] = Array.isArray(rules) ? rules : [rules];
  if (list.length === 0) refuse("requiredFor() got no rule.");
  const answers = list.map(answerOf);
  return (subject) => strictest(answers.map((answer) => answer(subject)));
}

function answerOf(value: unknown): (subject: Subject) => PolicyDecision {
  checkRule(value);
  const { graceUntil, otherwise = "optional" } = value;
  const roles = new Set(value.roles);
  const organizations = new Set(value.organizations);
  const decision =
    graceUntil === undefined ? "required" : ({ required: true, graceUntil } as const);
  return (subject) =>
    subject.roles?.some((role) => roles.has(role)) ||
    subject.organizations?.some((one) => organizations.has(one))
      ? decision
      : otherwise;
}

/** From when on a decision demands something, so that two can be compared. */
function demandedFrom(decision: PolicyDecision): number {
  if (decision === "required") return Number.NEGATIVE_INFINITY;
  return decision === "optional" ? Number.POSITIVE_INFINITY : decision.graceUntil;
}

function strictest(decisions: readonly PolicyDecision[]): PolicyDecision {
  return decisions.reduce((strict, one) =>
    demandedFrom(one) < demandedFrom(strict) ? one : strict,
  );
}

function checkRule(rule: unknown): asserts rule is RequirementRule {
  if (typeof rule !== "object" || rule === null) refuse("A rule of requiredFor() is no object.");
  const unknown = Object.keys(rule).find((name) => !ruleNames.includes(name));
  if (unknown !== undefined) refuse(`requiredFor() knows no "${unknown}".`);
  const { roles, organizations, graceUntil, otherwise } = rule as Record<string, unknown>;
  if (roles === undefined && organizations === undefined) {
    refuse("A rule of requiredFor() names neither roles nor organizations.");
  }
  if (!isList(roles)) refuse("The roles of a rule are no list of names.");
  if (!isList(organizations)) refuse("The organizations of a rule are no list of names.");
  const decision = { required: true, graceUntil };
  if (graceUntil !== undefined && !(isPolicyDecision(decision) && isRecent(decision))) {
    refuse("The graceUntil of a rule is no time in milliseconds.");
  }
  if (otherwise !== undefined && !isPolicyDecision(otherwise)) {
    refuse("The otherwise of a rule is no policy.");
  }
}

/** An empty list names nobody: what filled it was empty too, and that is worth knowing at start. */
function isList(value: unknown): boolean {
  if (value === undefined) return true;
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((name) => typeof name === "string" && name !== "")
  );
}

const isRecent = (decision: PolicyDecision): boolean => demandedFrom(decision) >= earliestDeadline;

function refuse(fault: string): never {
  fail(
    "policy_invalid",
    fault,
    'Write { roles: ["admin"], organizations: ["acme"], graceUntil: Date.parse("2026-12-01"), otherwise: "optional" }, one of the first two at least.',
  );
}
