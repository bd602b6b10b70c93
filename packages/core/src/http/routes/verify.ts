import { parseOtp } from "../../otp/parse-otp.js";
import type {
  Accepted,
  CodesNeeded,
  Failed,
  Refused,
  Throttled,
} from "../../verification/attempt.js";
import { verifyOtp } from "../../verification/verify-otp.js";
import type { Answer } from "../answer.js";
import { keepKnown } from "../browsers/keep-known.js";
import { attemptOf, type Call } from "../call.js";
import { type Problem, problem } from "../problem.js";
import { finishVerification } from "./finish-verification.js";
import { type Handler, parseAction, type RouteInput } from "./input.js";

/** POST /verify */
export const verify: Handler = async (call, input) => {
  const { otp, authenticatorId } = input.fields;
  const parsed = parseOtp(otp, call.suite.settings.acceptedDigits);
  if ("problem" in parsed)
    return failed(call, input, "otp", problem(parsed.problem, { field: "otp" }));
  if (authenticatorId !== undefined && typeof authenticatorId !== "string") {
    return failed(call, input, "otp", problem("wrong_type", { field: "authenticatorId" }));
  }
  const trusts = parseTrust(input.fields.trustBrowser);
  if (trusts === null)
    return failed(call, input, "otp", problem("wrong_type", { field: "trustBrowser" }));
  const meant = parseAction(input);
  if ("problem" in meant) return failed(call, input, "otp", meant.problem);

  const browser = call.suite.settings.browsers.known ? await call.browser() : null;
  const verdict = await verifyOtp(
    call.suite,
    attemptOf(call, browser),
    parsed.codes,
    authenticatorId || null,
  );
  if (verdict.outcome === "authenticator_not_found") {
    return failed(call, input, "otp", problem("authenticator_not_found"));
  }
  if (verdict.outcome !== "accepted") return refusal(call, input, "otp", verdict);

  await finishVerification(call, verdict, "otp", meant.action);
  const trustedUntil = trusts ? await trust(call, verdict) : null;
  if (trustedUntil === null) await keepKnown(call, verdict);
  return {
    status: 200,
    json: {
      verifiedAt: new Date(call.now).toISOString(),
      ...(trustedUntil !== null && { trustedUntil: new Date(trustedUntil).toISOString() }),
    },
    location: input.returnTo || call.suite.settings.afterPath,
  };
};

/** A program's boolean, or a form's checkbox; null for anything else. */
function parseTrust(value: unknown): boolean | null {
  if (value === undefined || value === false) return false;
  return value === true || value === "true" ? true : null;
}

async function trust(call: Call, verdict: Accepted): Promise<number | null> {
  return (await import("../../on-demand.js")).trustBrowser(call, verdict);
}

type Sent = "otp" | "recoveryCode";

export function failed(
  call: Call,
  { returnTo, fields, resuming }: Pick<RouteInput, "returnTo" | "fields" | "resuming">,
  sent: Sent,
  found: Problem,
  codesNeeded: CodesNeeded = 1,
): Answer {
  const named = fields.authenticatorId;
  const asked = typeof named === "string" ? named : null;
  return {
    problem: found,
    page: async () => {
      const { challengePage } = await import("../../on-demand.js");
      const trusts = parseTrust(fields.trustBrowser) === true;
      const state = { returnTo, sent, asked, error: found, codesNeeded, trusts };
      return challengePage(call, { ...state, ...(resuming && { resuming }) });
    },
  };
}

/** What verify and redeem share: the client can't tell a replayed code from a wrong one. */
export async function refusal(
  call: Call,
  input: RouteInput,
  sent: Sent,
  verdict: Failed | Throttled | Refused,
): Promise<Answer> {
  switch (verdict.outcome) {
    case "invalid":
    case "replayed": {
      if (verdict.slot !== call.stored) await call.session.write(verdict.slot);
      const code = sent === "otp" ? "invalid_otp" : "invalid_recovery_code";
      return failed(
        call,
        input,
        sent,
        problem(code, {
          attemptsRemaining: verdict.attemptsRemaining,
          ...(verdict.clockHint !== null && { clockHint: verdict.clockHint }),
        }),
      );
    }
    case "throttled": {
      const { retryAfterSeconds, codesNeeded } = verdict;
      const members = sent === "otp" ? { codesNeeded } : {};
      return failed(
        call,
        input,
        sent,
        problem("too_many_attempts", members, { retryAfterSeconds }),
        codesNeeded,
      );
    }
    case "sign_in_again":
      await forgetStaleMark(call);
      return { problem: problem("sign_in_again") };
    case "authenticator_kind_not_allowed":
      return failed(call, input, sent, problem(verdict.outcome));
    case "not_enrolled":
      return { problem: problem("not_enrolled") };
  }
}

/** A mark of a former epoch would let this session spend budgets for ever; its sign-in record has to stay and age. */
async function forgetStaleMark({ stored, session }: Call): Promise<void> {
  if (stored?.mark) await session.write({ ...stored, mark: null });
}
