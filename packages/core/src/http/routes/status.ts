import { belongs } from "../../step-up/mark.js";
import { applyPolicy } from "../../step-up/policy.js";
import { subjectState } from "../../step-up/subject-state.js";
import type { AuthenticatorRecord } from "../../stores/records.js";
import { readActor } from "../call.js";
import type { Handler } from "./input.js";

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** An authenticator as a program sees it: nothing of its secret. */
export function describeAuthenticator({
  id,
  name,
  createdAt,
  lastUsedAt,
}: Pick<AuthenticatorRecord, "id" | "name" | "createdAt" | "lastUsedAt">): object {
  return { id, type: "totp", name, createdAt: time(createdAt), lastUsedAt: time(lastUsedAt) };
}

/** GET / */
export const showStatus: Handler = async (call) => {
  const { suite, now } = call;
  const actor = await readActor(call);
  const { record, slot, subject } = actor;
  const policy = await applyPolicy(suite.settings.policy, subject, now);
  const verified = belongs(slot.mark, subject.id, subjectState(record), now) ? slot.mark : null;
  const json = {
    authenticators: record.authenticators.map(describeAuthenticator),
    recoveryCodes: { remaining: record.recoveryCodesRemaining },
    verifiedAt: verified === null ? null : time(verified.verifiedAt),
    amr: verified?.amr ?? [],
    required: policy.required || record.mustEnroll,
    ...(policy.graceUntil !== null && { graceUntil: time(policy.graceUntil) }),
  };
  return { status: 200, json, location: `${suite.settings.basePath}/manage` };
};
