import type { MailFacts, Sentences } from "../facts.js";
import { quoted, until } from "./parts.js";

const ifNotYou =
  "If it was not you, somebody else is in your account: change your password at once, then look at your second factor there.";

export const authenticatorKinds = {
  authenticator_added: {
    subject: ({ issuer }: MailFacts) => `${issuer}: an authenticator was added to your account`,
    happened: ({ authenticatorName }: MailFacts) =>
      `The authenticator${quoted(authenticatorName)} was added to your account. Its codes let in from now on.`,
    link: (facts: MailFacts) => `If it was not you, undo it here${until(facts)}:`,
    advice: ({ hasLink }: MailFacts) =>
      hasLink
        ? "If it was not you, change your password too: whoever did it knows it. If it was you, there is nothing to do."
        : ifNotYou,
  },
  authenticator_removed: {
    subject: ({ issuer }: MailFacts) => `${issuer}: an authenticator was removed from your account`,
    happened: ({ authenticatorName }: MailFacts) =>
      `The authenticator${quoted(authenticatorName)} was removed. Its codes are not accepted any more.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () => ifNotYou,
  },
  authenticator_undone: {
    subject: ({ issuer }: MailFacts) => `${issuer}: a new authenticator was undone`,
    happened: ({ authenticatorName }: MailFacts) =>
      `The authenticator${quoted(authenticatorName)}, which had just been added, was taken away again by the link in the mail about it. Whoever used it has to sign in again.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "Change your password now: whoever added it knows it. Then look at what happened in your account meanwhile.",
  },
  recovery_codes_replaced: {
    subject: ({ issuer }: MailFacts) => `${issuer}: you have new recovery codes`,
    happened: () =>
      "A new set of recovery codes was made. The codes of the old set do not work any more.",
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () => ifNotYou,
  },
  recovery_code_used: {
    subject: ({ issuer }: MailFacts) => `${issuer}: a recovery code was used`,
    happened: ({ recoveryCodesRemaining: left }: MailFacts) =>
      `One of your recovery codes was used to get in.${left === null ? "" : ` ${codesLeft(left)}`}`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "If it was not you, somebody has your password and your recovery codes: change the password and make new codes at once.",
  },
} satisfies Partial<Record<string, Sentences>>;

const codesLeft = (count: number): string =>
  count === 1 ? "One code is left." : `${count === 0 ? "No" : count} codes are left.`;
