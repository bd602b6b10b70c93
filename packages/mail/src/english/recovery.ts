import type { MailFacts, Sentences } from "../facts.js";
import { inCase, quoted, until } from "./parts.js";

export const recoveryKinds = {
  recovery_requested: {
    subject: ({ issuer }: MailFacts) => `${issuer}: somebody asks to replace your second factor`,
    happened: (facts: MailFacts) =>
      facts.availableAt === ""
        ? `Support has begun to let you back in without your second factor${inCase(facts)}. A second person there has to agree.`
        : `Somebody who knows your password has asked to get in without your second factor. Unless it is canceled, that will be possible from ${facts.availableAt}.`,
    link: (facts: MailFacts) => `If you did not ask for it, cancel it here${until(facts)}:`,
    advice: ({ availableAt }: MailFacts) =>
      availableAt === ""
        ? "If you did not write to support, change your password too. If you did, wait for the next mail."
        : "If it was not you, change your password too: whoever asked knows it. If it was you, sign in again after that time.",
  },
  recovery_approved: {
    subject: ({ issuer }: MailFacts) => `${issuer}: you can set up your second factor anew`,
    happened: (facts: MailFacts) =>
      `Support has agreed to let you back in without your second factor${inCase(facts)}.`,
    link: (facts: MailFacts) =>
      `Sign in with your password first. Then this link lets you set up a new authenticator, once${until(facts)}:`,
    advice: () =>
      "Give this link to nobody; support will not ask you for it. If you did not write to support, do not use it: change your password and tell them.",
  },
  recovery_canceled: {
    subject: ({ issuer }: MailFacts) => `${issuer}: the recovery was canceled`,
    happened: (facts: MailFacts) =>
      `The recovery of your second factor was canceled${inCase(facts)}. Your second factor stays as it was.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "If you had asked for it and did not cancel it, ask again. If you never asked for it, change your password: somebody else knows it.",
  },
  recovery_completed: {
    subject: ({ issuer }: MailFacts) => `${issuer}: your second factor was removed by a recovery`,
    happened: (facts: MailFacts) =>
      `The recovery was completed${inCase(facts)}. Your authenticators and recovery codes do not work any more; a new authenticator has to be set up now.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "If it was not you, somebody else is about to take your account over: change your password and write to support at once.",
  },
  recovery_denied: {
    subject: ({ issuer }: MailFacts) => `${issuer}: the recovery was refused`,
    happened: (facts: MailFacts) =>
      `Support has refused to let anybody in without your second factor${inCase(facts)}. It stays as it was.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "If it was you who had asked, write to support. If you had not, change your password: somebody else may know it.",
  },
} satisfies Partial<Record<string, Sentences>>;

const outcome: Readonly<Record<string, string>> = {
  recovery_requested: "was opened",
  recovery_approved: "was approved",
  recovery_canceled: "was canceled",
  recovery_completed: "was completed: a new authenticator can be set up",
  recovery_denied: "was refused",
};

/** The same to whoever opened it: what became of a case. */
export const staff = {
  subject: ({ issuer }: MailFacts, _kind: string) => `${issuer}: a recovery that you opened`,
  happened: (facts: MailFacts, kind: string) =>
    `The recovery${facts.account === "" ? "" : ` for${quoted(facts.account)}`}${inCase(facts)} that you opened ${outcome[kind] ?? "has changed"}.`,
  link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
  advice: () => "If you did not open it, tell whoever is responsible for security at once.",
};
