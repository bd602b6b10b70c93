import type { Notice } from "@second-factor/core";
import type { Catalog } from "./catalogs.js";
import type { Messages } from "./english.js";
import { factsOf, formatUtc, type MailFacts } from "./facts.js";
import { type Block, renderHtml, renderText } from "./render.js";

export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface ComposeOptions {
  readonly issuer: string;
  readonly catalog: Catalog;
  /** Where it goes. */
  readonly address: string;
  /** Set in the last message of its kind: until when there are no more, in milliseconds since the Unix epoch. */
  readonly silentUntil: number | null;
}

/** What a notice says to one address: plain text and the same as HTML. */
export function composeMail(
  notice: Notice,
  { issuer, catalog, address, silentUntil }: ComposeOptions,
): ComposedMail {
  const { locale, messages } = catalog;
  const facts = factsOf(notice, { issuer, locale, address });
  const say = sentencesFor(notice, messages, facts);
  const about = [facts.account !== "" && messages.account(facts), messages.at(facts)];
  const blocks: Block[] = [
    { text: say.happened },
    { text: about.filter((line) => line !== false).join("\n") },
    ...(notice.url === undefined ? [] : [{ text: say.link }, { url: notice.url }]),
    { text: say.advice },
    ...(silentUntil === null
      ? []
      : [{ text: messages.lastOfKind(formatUtc(silentUntil, locale)) }]),
    { text: messages.footer(facts) },
  ];
  const { subject } = say;
  return {
    subject,
    text: renderText(blocks),
    html: renderHtml({ subject, locale, direction: messages.direction, blocks }),
  };
}

/** What support learns of its case is not said in the words that are for the account's owner. */
function sentencesFor({ kind, staffId }: Notice, { kinds, staff }: Messages, facts: MailFacts) {
  const say = staffId === undefined ? kinds[kind] : staff;
  return {
    subject: say.subject(facts, kind),
    happened: say.happened(facts, kind),
    link: say.link(facts),
    advice: say.advice(facts),
  };
}
