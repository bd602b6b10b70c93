import { usableCodes } from "../../authenticators/recovery-codes.js";
import { trustedBrowsers } from "../../browsers/trusted-browsers.js";
import { allKinds } from "../../step-up/allowed-kinds.js";
import { belongs } from "../../step-up/mark.js";
import { applyPolicy } from "../../step-up/policy.js";
import { subjectState } from "../../step-up/subject-state.js";
import type { AuthenticatorRecord, SubjectRecord } from "../../stores/subject-record.js";
import { type Call, readActor } from "../call.js";
import { openRecovery } from "../page-frame.js";
import type { Handler } from "./input.js";
import { ownCancelTicket } from "./own-cancel-ticket.js";

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

/** Where somebody signs in from is for whoever showed a second factor. */
async function describeBrowsers(call: Call, record: SubjectRecord): Promise<readonly object[]> {
  return trustedBrowsers(record, call.now, await call.browser()).map((browser) => ({
    ...browser,
    createdAt: time(browser.createdAt),
    lastSeenAt: time(browser.lastSeenAt),
    trustedUntil: time(browser.trustedUntil),
  }));
}

/** GET / */
export const showStatus: Handler = async (call) => {
  const { suite, now } = call;
  const actor = await readActor(call);
  const { record, slot, subject } = actor;
  const policy = await applyPolicy(suite.settings.policy, subject, now);
  const verified = belongs(slot.mark, subject.id, subjectState(record), now) ? slot.mark : null;
  const recovery = openRecovery(record.recovery, now);
  const json = {
    authenticators: record.authenticators.map(describeAuthenticator),
    recoveryCodes: { remaining: usableCodes(actor) ?? 0 },
    authenticatorKinds: actor.kinds ?? allKinds,
    verifiedAt: verified === null ? null : time(verified.verifiedAt),
    amr: verified?.amr ?? [],
    required: policy.required || record.mustEnroll,
    browsers: verified === null ? [] : await describeBrowsers(call, record),
    recovery: recovery && {
      kind: recovery.kind,
      availableAt: time(recovery.availableAt),
      cancelTicket: await ownCancelTicket(call, actor),
    },
    ...(policy.graceUntil !== null && { graceUntil: time(policy.graceUntil) }),
  };
  return { status: 200, json, location: `${suite.settings.basePath}/manage` };
};
