import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { importSecret } from "../otp/import-secret.js";
import { timeStep } from "../otp/time-step.js";
import type { TotpParameters } from "../otp/totp-parameters.js";
import { assertTotpParameters } from "../otp/validate-parameters.js";
import { randomId } from "../random-id.js";
import type { Suite } from "../suite.js";

export interface ImportRequest {
  readonly subjectId: string;
  /** Base32, as other systems store or show it; at least 128 bits. */
  readonly secret: string;
  readonly name?: string;
  readonly parameters?: Partial<TotpParameters>;
}

/** Why a secret could not be taken over. The secret itself is in no message. */
export class ImportError extends Error {
  override readonly name = "ImportError";

  constructor(
    readonly code:
      | "changed_meanwhile"
      | "digits_not_accepted"
      | "secret_malformed"
      | "secret_too_long"
      | "secret_too_short"
      | "too_many_authenticators",
  ) {
    super(code);
  }
}

/**
 * Takes over a secret that another system made. A code of the present window still counts as unused: only the other
 * system knows, and refusing it would turn away whoever signs in right after the move.
 *
 * @throws ImportError with a stable code
 * @throws ConfigurationError `otp_parameters_invalid`
 */
export async function importAuthenticator(
  { records, sealer, settings, crypto, clock, emitter }: Suite,
  { subjectId, secret, name = "Authenticator app", parameters: given }: ImportRequest,
  scope: EventScope,
): Promise<{ readonly authenticatorId: string }> {
  const parameters = { ...settings.totp, ...given };
  assertTotpParameters(parameters);
  if (!settings.acceptedDigits.includes(parameters.digits)) {
    throw new ImportError("digits_not_accepted");
  }
  const parsed = importSecret(secret);
  if ("problem" in parsed) throw new ImportError(parsed.problem);

  const now = readClock(clock);
  const { epoch, authenticators } = await records.load(subjectId);
  if (authenticators.length >= settings.maxAuthenticators)
    throw new ImportError("too_many_authenticators");
  const id = randomId(crypto);
  const sealedSecret = await sealer.seal("totp", { subjectId, authenticatorId: id }, parsed.secret);
  parsed.secret.fill(0);
  await records.begin(subjectId, {
    id,
    name,
    parameters,
    sealedSecret,
    startedBy: "import",
    epoch,
    expiresAt: now + 60_000,
  });
  const lastStep = timeStep(now, parameters.period) - settings.window.past - 1;
  const activation = { sealedSecret, lastStep, recoveryDigests: null };
  const change = { from: epoch, to: randomId(crypto), at: now };
  if (!(await records.activate(subjectId, id, activation, change)))
    throw new ImportError("changed_meanwhile");
  emitter.emit(scope, { type: "authenticator.imported", outcome: "success", authenticatorId: id });
  return { authenticatorId: id };
}
