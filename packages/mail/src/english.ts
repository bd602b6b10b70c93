import type { NoticeKind } from "@second-factor/core";
import { authenticatorKinds } from "./english/authenticators.js";
import { browserKinds } from "./english/browsers.js";
import { recoveryKinds, staff } from "./english/recovery.js";
import { warningKinds } from "./english/warnings.js";
import type { MailFacts, Sentences } from "./facts.js";

/**
 * Every sentence of the mails. Another language is an object of the same shape (`Messages`); a host that only wants other
 * words gives the ones it wants to change.
 */
export const english = {
  direction: "ltr" as "ltr" | "rtl",
  /** Which account, and when: below what happened. */
  account: ({ account }: MailFacts) => `Account: ${account}`,
  at: ({ at }: MailFacts) => `When: ${at}`,
  /** In the last message of a kind before no more are sent for a day. */
  lastOfKind: (until: string) =>
    `If this happens again, you will get no more messages like this one until ${until}.`,
  footer: ({ issuer }: MailFacts) =>
    `${issuer} never asks for a code or a recovery code by mail or on the telephone.`,
  kinds: {
    ...authenticatorKinds,
    ...recoveryKinds,
    ...browserKinds,
    ...warningKinds,
  } satisfies Record<NoticeKind, Sentences> as Record<NoticeKind, Sentences>,
  /** To a person of support, about a recovery that they opened. */
  staff,
};

/** The shape of a whole catalog. */
export type Messages = typeof english;
