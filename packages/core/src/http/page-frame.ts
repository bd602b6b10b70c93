import type { Actor } from "../authenticators/actor.js";
import { isOpen } from "../recovery/recovery-state.js";
import type { RecoveryRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import type { ClockHint } from "../verification/clock-sighting.js";
import type { Call } from "./call.js";
import { localPath } from "./local-path.js";
import type { OpenRecovery, PageError, PageFrame } from "./page.js";
import type { Problem } from "./problem.js";
import type { Fields } from "./read-body.js";
import type { RouteRequest } from "./route-request.js";

/** Where the flow goes afterwards: the form's hidden field, else the query; only ever a local path. */
export function returnTo(request: Pick<RouteRequest, "query">, fields: Fields): string {
  const asked = fields.return_to ?? new URLSearchParams(request.query).get("return_to");
  return localPath(asked) ?? "";
}

export function withReturnTo(path: string, back: string): string {
  return back === "" ? path : `${path}?return_to=${encodeURIComponent(back)}`;
}

export function pageFrame(
  { suite, request, now }: Pick<Call, "suite" | "request" | "now">,
  { subject, slot, record }: Pick<Actor, "subject" | "slot"> & Partial<Pick<Actor, "record">>,
  back: string,
  error: Problem | null = null,
): PageFrame {
  return {
    ...hostFrame(suite, request),
    subjectName: subject.name,
    formToken: slot.formToken,
    returnTo: back,
    error: error && pageError(error),
    recovery: openRecovery(record?.recovery ?? null, now),
  };
}

/** Whoever reads a page while a recovery is under way should know of it. */
export function openRecovery(recovery: RecoveryRecord | null, now: number): OpenRecovery | null {
  return isOpen(recovery, now) ? { kind: recovery.kind, availableAt: recovery.availableAt } : null;
}

/** What a page has of the host and the request, whoever is signed in. */
export function hostFrame(
  { settings }: Suite,
  request: RouteRequest,
): Pick<PageFrame, "issuer" | "basePath" | "homePath" | "acceptLanguage"> {
  const { issuer, basePath, afterPath } = settings;
  return {
    issuer,
    basePath,
    homePath: afterPath,
    acceptLanguage: request.header("accept-language"),
  };
}

function pageError({ code, members, retryAfterSeconds }: Problem): PageError {
  const { attemptsRemaining, clockHint } = members;
  return {
    code,
    ...(typeof attemptsRemaining === "number" && { attemptsRemaining }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(isHint(clockHint) && { clockOffSeconds: clockHint.seconds }),
  };
}

const isHint = (value: unknown): value is ClockHint =>
  typeof value === "object" && value !== null && "seconds" in value;
