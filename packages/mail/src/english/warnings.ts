import type { MailFacts, Sentences } from "../facts.js";
import { until } from "./parts.js";

const link = (facts: MailFacts) => `Look at it here${until(facts)}:`;

export const warningKinds = {
  enrollment_demanded: {
    subject: ({ issuer }: MailFacts) => `${issuer}: please set up a second factor`,
    happened: ({ issuer }: MailFacts) =>
      `${issuer} asks you to protect your account with a second factor. You will be led to it when you sign in next.`,
    link,
    advice: () => "All it takes is an authenticator app on your phone. Sign in as you always do.",
  },
  guessing_suspected: {
    subject: ({ issuer }: MailFacts) => `${issuer}: somebody is trying codes for your account`,
    happened: () =>
      "Somebody who signed in with your password has typed wrong codes until a single one was not enough any more.",
    link,
    advice: () =>
      "If it was not you, change your password: somebody else knows it. If it was you, see that the clock of your phone is set automatically; two codes in a row let you in meanwhile.",
  },
  possible_relay: {
    subject: ({ issuer }: MailFacts) => `${issuer}: a code of yours was used twice`,
    happened: () =>
      "A code that you had used came again from another sign-in. It was refused there, but somebody may have read it: a page that imitates ours passes on what is typed into it.",
    link,
    advice: () =>
      "Think back to where you typed it. If the address there was not ours, change your password and look at what happened in your account.",
  },
  second_factor_reset: {
    subject: ({ issuer }: MailFacts) => `${issuer}: your second factor was reset`,
    happened: ({ issuer }: MailFacts) =>
      `${issuer} has removed your second factor. Your authenticators and recovery codes do not work any more; a new authenticator has to be set up at the next sign-in.`,
    link,
    advice: () =>
      "If you did not ask for it, somebody may have asked in your name: change your password and write to support at once.",
  },
} satisfies Partial<Record<string, Sentences>>;
