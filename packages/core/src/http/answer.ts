import type { MaybePromise } from "../maybe-promise.js";
import type { Page } from "./page.js";
import type { Problem } from "./problem.js";

/** What a route has to say, before it is known whether a program or a person reads it. */
export type Answer = Success | Failure;

export interface Success {
  readonly status: 200 | 201 | 202 | 204;
  /** For programs; null with 204. */
  readonly json: object | null;
  /** For people: a page, or where to go next (303). */
  readonly page?: () => MaybePromise<Page>;
  readonly location?: string;
}

export interface Failure {
  readonly problem: Problem;
  /** For people: the form again, with the error beside the field. The problem page by default. */
  readonly page?: () => MaybePromise<Page>;
}
