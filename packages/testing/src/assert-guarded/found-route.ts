import { guardMarker } from "@second-factor/core/http";

/** A route as the app's own router lists it. */
export interface FoundRoute {
  /** Upper case; "ALL" for every method. */
  readonly method: string;
  /** As it was declared. */
  readonly path: string;
  readonly guarded: boolean;
}

export function isGuard(handler: unknown): boolean {
  return typeof handler === "function" && guardMarker in handler;
}

/** Whether a guard comes before the last of a route's handlers, the one that answers. */
export function guardsItsEnd(handlers: readonly unknown[]): boolean {
  return handlers.slice(0, -1).some(isGuard);
}

/** A path that a declared one matches; undefined where it is a regular expression. */
export function samplePath(declared: unknown): string | undefined {
  if (typeof declared !== "string") return undefined;
  return declared
    .replace(/:\w+(?:\([^)]*\))?[?*+]?/g, "x")
    .replace(/[{}]/g, "")
    .replace(/\*\w*/g, "x");
}
