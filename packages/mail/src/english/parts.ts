import type { MailFacts } from "../facts.js";

/** A name where there is one, with the space before it. */
export const quoted = (name: string): string => (name === "" ? "" : ` “${name}”`);

/** Until when a link is good, where that is known. */
export const until = ({ expiresAt }: MailFacts): string =>
  expiresAt === "" ? "" : `, until ${expiresAt}`;

export const inCase = ({ caseReference }: MailFacts): string =>
  caseReference === "" ? "" : ` (case “${caseReference}”)`;
