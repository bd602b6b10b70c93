import type { MailFacts, Sentences } from "../facts.js";
import { quoted, until } from "./parts.js";

export const browserKinds = {
  browser_trusted: {
    subject: ({ issuer }: MailFacts) => `${issuer}: a browser is not asked for a code any more`,
    happened: ({ browserName, expiresAt, hasLink }: MailFacts) =>
      `The browser${quoted(browserName)} is trusted from now on: whoever signs in there with your password is not asked for a code${expiresAt === "" || hasLink ? "" : ` until ${expiresAt}`}.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "If it was not you, change your password and remove the browser on the page of your second factor.",
  },
  browser_replayed: {
    subject: ({ issuer }: MailFacts) => `${issuer}: a trusted browser may have been copied`,
    happened: ({ browserName }: MailFacts) =>
      `What the trusted browser${quoted(browserName)} is known by came from two places. It is not trusted any more, and will be asked for a code.`,
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "A connection that broke off can do that. If it happens again, or the browser stands where others can reach it, change your password.",
  },
  browsers_removed: {
    subject: ({ issuer }: MailFacts) => `${issuer}: your trusted browsers were removed`,
    happened: () => "Browsers that you had trusted are asked for a code again at the next sign-in.",
    link: (facts: MailFacts) => `Look at it here${until(facts)}:`,
    advice: () =>
      "There is nothing to do. If nobody you know of did it, look at your second factor when you sign in next.",
  },
} satisfies Partial<Record<string, Sentences>>;
