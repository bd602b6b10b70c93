import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { NoticeKind } from "@second-factor/core";
import { english, type MailFacts } from "@second-factor/mail";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  /** As the envelope names it, which is what a server delivers by. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly parsed: ParsedMail;
  /** As it came over the wire. */
  readonly raw: string;
}

export interface Mailbox {
  readonly port: number;
  /** For nodemailer's createTransport, and for SMTP_URL of the examples. */
  readonly url: string;
  /** All that ever came, the oldest first. */
  readonly received: readonly ReceivedMail[];
  /** The oldest mail to an address that was not taken yet, of that kind where one is named; waits until it comes. */
  nextMail(to: string, kind?: NoticeKind): Promise<ReceivedMail>;
  /** Until then the server takes whole messages and says nothing. */
  holdUntil(released: Promise<void>): void;
  stop(): Promise<void>;
}

/** How long a test waits for a mail that does not come, before it says which. */
const patienceMs = 10_000;

const endOf = (kind: NoticeKind): string =>
  english.kinds[kind].subject({ issuer: "" } as MailFacts);

/** A real SMTP server on loopback. Without options it asks for no password and offers no TLS. */
export async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const unread: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let released = Promise.resolve();

  async function keep(source: AsyncIterable<Buffer>, to: readonly string[]): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    await released;
    const parsed = await simpleParser(raw);
    const { subject = "", text = "", html } = parsed;
    const mail = { to, subject, text, html: html || "", parsed, raw: raw.toString("latin1") };
    received.push(mail);
    unread.push(mail);
    for (const look of waiting) look();
  }

  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    ...options,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      keep(stream, to).then(() => done(), done);
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    nextMail(to, kind) {
      const ending = kind === undefined ? "" : endOf(kind);
      const take = () => {
        const at = unread.findIndex(
          (mail) => mail.to.includes(to) && mail.subject.endsWith(ending),
        );
        return at < 0 ? undefined : unread.splice(at, 1)[0];
      };
      return new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => {
          waiting.delete(look);
          const came = received.map((mail) => `${mail.to}: ${mail.subject}`).join("\n");
          reject(new Error(`No mail${ending} came to ${to}. What came:\n${came || "nothing"}`));
        }, patienceMs);
        const look = () => {
          const mail = take();
          if (mail === undefined) return;
          waiting.delete(look);
          clearTimeout(giveUp);
          resolve(mail);
        };
        waiting.add(look);
        look();
      });
    },
    holdUntil(promise) {
      released = promise;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The link of a mail, which stands on a line by itself in the text and is the only one of the HTML. */
export function linkIn({ text, html, subject }: ReceivedMail): string {
  const links = text.split("\n").filter((line) => /^https?:\/\/\S+$/.test(line));
  const clickable = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, url = ""]) =>
    url.replaceAll("&amp;", "&"),
  );
  const [link = ""] = links;
  if (links.length !== 1 || clickable.length !== 1 || clickable[0] !== link) {
    throw new Error(`"${subject}" has the links ${links} and, as HTML, ${clickable}`);
  }
  return link;
}
