import type { Notice } from "@second-factor/core";
import { plainName } from "./plain-name.js";

/** What sentences are made of. Every text is one line and holds no link, whoever typed it; times are written out. */
export interface MailFacts {
  readonly issuer: string;
  /** "" where only the id is known. */
  readonly account: string;
  readonly at: string;
  readonly authenticatorName: string;
  readonly browserName: string;
  readonly caseReference: string;
  readonly recoveryCodesRemaining: number | null;
  readonly hasLink: boolean;
  /** "" where there is none. */
  readonly availableAt: string;
  readonly expiresAt: string;
}

type Sentence = (facts: MailFacts) => string;

/** What a kind of notice says. */
export interface Sentences {
  /** Read over shoulders and on locked screens: no names and no links. */
  readonly subject: Sentence;
  readonly happened: Sentence;
  /** Before the link: what it is for, and until when. */
  readonly link: Sentence;
  /** What to do now, and if it was somebody else. */
  readonly advice: Sentence;
}

export interface Reader {
  readonly issuer: string;
  readonly locale: string;
  /** Where the message goes. */
  readonly address: string;
}

export function factsOf(notice: Notice, { issuer, locale, address }: Reader): MailFacts {
  const time = (iso: string | undefined) => (iso === undefined ? "" : formatUtc(iso, locale));
  const { subjectName, recoveryCodesRemaining = null } = notice;
  return {
    issuer: plainLine(issuer),
    // To its owner their own address is no stranger's link.
    account: subjectName === address ? address : plainName(subjectName ?? ""),
    at: time(notice.at),
    authenticatorName: plainName(notice.authenticatorName ?? ""),
    browserName: plainName(notice.browserName ?? ""),
    caseReference: plainName(notice.caseReference ?? ""),
    recoveryCodesRemaining,
    hasLink: notice.url !== undefined,
    availableAt: time(notice.availableAt),
    expiresAt: time(notice.expiresAt),
  };
}

/** "22 November 2026 at 13:05 UTC", in the order of a language. Nobody's own zone is known here. */
export function formatUtc(iso: string | number, locale: string): string {
  const date = new Date(iso);
  const format = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return `${format.format(date)} UTC`;
}

/** The product's own name may look like a host's; it must not end a line. */
const plainLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
