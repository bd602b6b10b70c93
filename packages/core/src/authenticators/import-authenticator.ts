import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { importSecret } from "../otp/import-secret.js";
import { timeStep } from "../otp/time-step.js";
import type { TotpParameters } from "../otp/totp-parameters.js";
import { assertTotpParameters } from "../otp/validate-parameters.js";
import { randomId } from "../random-id.js";
import type { SubjectRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import { ImportError } from "./import-error.js";

export interface ImportRequest {
  readonly subjectId: string;
  /** Base32, as other systems store or show it, or the bytes themselves; at least 128 bits. */
  readonly secret: string | Uint8Array;
  /** Takes 80 bits too, which otplib made by default before its version 13. RFC 4226 wants 128. Default false. */
  readonly acceptShort?: boolean;
  readonly name?: string;
  readonly parameters?: Partial<TotpParameters>;
  /**
   * Ids of the authenticators that the subject may hold by now, as those of an import that goes on. Where it holds any
   * other, or was reset, the import is refused: who enrolled here since must not get an old phone back.
   */
  readonly beside?: readonly string[];
  /** Looks at everything and writes nothing; the answer is what it would have been. Default false. */
  readonly dryRun?: boolean;
}

export interface Imported {
  readonly authenticatorId: string;
  /** `present`: the subject had an authenticator with this secret already, and nothing was changed. */
  readonly outcome: "imported" | "present";
}

/**
 * Takes over a secret that another system made. A code of the present window still counts as unused: only the other
 * system knows, and refusing it would turn away whoever signs in right after the move. The same secret again changes
 * nothing, so that an import can be run again where nobody knows how far it came.
 *
 * @throws ImportError with a stable code
 * @throws ConfigurationError `otp_parameters_invalid`
 * @throws Unavailable where a store, a key or the clock can't be relied on
 */
export async function importAuthenticator(
  suite: Suite,
  request: ImportRequest,
  scope: EventScope,
): Promise<Imported> {
  const { records, sealer, settings, crypto, clock, emitter } = suite;
  const { subjectId, name = "Authenticator app", beside, dryRun = false } = request;
  const parameters = { ...settings.totp, ...request.parameters };
  assertTotpParameters(parameters);
  if (!settings.acceptedDigits.includes(parameters.digits)) {
    throw new ImportError("digits_not_accepted");
  }
  const parsed = importSecret(request.secret, request.acceptShort);
  if ("problem" in parsed) throw new ImportError(parsed.problem);
  const { secret } = parsed;

  try {
    const now = readClock(clock);
    const record = await records.load(subjectId);
    const present = await findSecret(suite, subjectId, record, secret);
    if (present !== null) return { authenticatorId: present, outcome: "present" };
    if (beside !== undefined) refuseOthers(record, beside);
    if (record.authenticators.length >= settings.maxAuthenticators)
      throw new ImportError("too_many_authenticators");

    const id = randomId(crypto);
    if (dryRun) return { authenticatorId: id, outcome: "imported" };
    const sealedSecret = await sealer.seal("totp", { subjectId, authenticatorId: id }, secret);
    const { epoch } = record;
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
    emitter.emit(scope, {
      type: "authenticator.imported",
      outcome: "success",
      authenticatorId: id,
    });
    return { authenticatorId: id, outcome: "imported" };
  } finally {
    secret.fill(0);
  }
}

/** The subject's authenticator with that secret, or null. One whose row is damaged has none. */
async function findSecret(
  { sealer, crypto }: Suite,
  subjectId: string,
  { authenticators }: SubjectRecord,
  secret: Uint8Array,
): Promise<string | null> {
  for (const { id, sealedSecret } of authenticators) {
    const opened = await sealer.open("totp", { subjectId, authenticatorId: id }, sealedSecret);
    // Nobody could tell, and an authenticator that is there twice would be worse than one that comes later.
    if (opened.outcome === "key_missing") throw new Unavailable("key_unavailable");
    if (opened.outcome === "refused") continue;
    const isSame = crypto.constantTimeEqual(opened.plaintext, secret);
    opened.plaintext.fill(0);
    if (isSame) return id;
  }
  return null;
}

function refuseOthers(
  { authenticators, mustEnroll }: SubjectRecord,
  beside: readonly string[],
): void {
  if (mustEnroll) throw new ImportError("reset_here");
  if (authenticators.some(({ id }) => !beside.includes(id)))
    throw new ImportError("already_enrolled");
}
