import type { EventScope } from "../../events/emitter.js";
import type { Suite } from "../../suite.js";
import { isAction } from "../action.js";
import type { Answer } from "../answer.js";
import type { Call } from "../call.js";
import { type Problem, type ProblemCode, problem } from "../problem.js";
import type { Fields } from "../read-body.js";
import type { Resuming } from "../resume-ticket.js";
import type { RouteRequest } from "../route-request.js";

/** What a route handler gets besides the call. */
export interface RouteInput {
  readonly params: Readonly<Record<string, string>>;
  readonly fields: Fields;
  /** A checked local path, "" where none was asked for. */
  readonly returnTo: string;
  /** What goes on after the code; only at /resume. */
  readonly resuming?: Resuming;
}

export type Handler = (call: Call, input: RouteInput) => Promise<Answer>;

/** A request that needs nobody signed in: what it brings, a sealed ticket as a rule, is all that counts. */
export interface Visit {
  readonly suite: Suite;
  readonly request: RouteRequest;
  readonly now: number;
  readonly scope: EventScope;
}

export type PublicHandler = (visit: Visit, input: RouteInput) => Promise<Answer>;

export type NameVerdict = { readonly name: string } | { readonly problem: ProblemCode };

/** A name for people: trimmed, 1 to 64 characters, nothing that could break out of a line. */
export function parseName(value: unknown, fallback?: string): NameVerdict {
  if (value === undefined || (value === "" && fallback !== undefined)) {
    return fallback === undefined ? { problem: "field_missing" } : { name: fallback };
  }
  if (typeof value !== "string") return { problem: "wrong_type" };
  const name = value.slice(0, 512).trim();
  const fits =
    name.length > 0 && [...name].length <= 64 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);
  return fits ? { name } : { problem: "name_invalid" };
}

export type ActionVerdict = { readonly action: string | null } | { readonly problem: Problem };

/** What a code is given for: as the ticket of a refused request says, else as a program does; null for nothing. */
export function parseAction({ fields, resuming }: RouteInput): ActionVerdict {
  if (resuming !== undefined) return { action: resuming.action };
  const { action } = fields;
  if (action === undefined) return { action: null };
  return isAction(action)
    ? { action }
    : { problem: problem("action_malformed", { field: "action" }) };
}
