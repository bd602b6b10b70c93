import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Clock, Limits, Notifier } from "@second-factor/core";
import { type MailTransport, mailNotifier } from "@second-factor/mail";
import type { BankUser } from "../users.js";
import { SetUpError } from "./set-up-error.js";

export interface BankMailOptions {
  readonly issuer: string;
  readonly users: readonly BankUser[];
  readonly dataDir: string;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** Sends to SMTP_URL; without it, mails are files that a developer can open. */
export function bankMail({ issuer, users, dataDir, limits, clock }: BankMailOptions): Notifier {
  const smtpUrl = readSmtpUrl();
  let opened: Promise<MailTransport> | undefined;
  return mailNotifier({
    transport: {
      async sendMail(mail) {
        opened ??= smtpUrl === undefined ? toFiles(mailFolder(dataDir)) : toServer(smtpUrl);
        await (await opened).sendMail(mail);
      },
    },
    from: { name: issuer, address: "security@harbour.example" },
    issuer,
    // The bank's users are named by their addresses.
    addressesOf: ({ subjectId, staffId = subjectId }) =>
      users.filter(({ id }) => id === staffId).map(({ name }) => name),
    limits,
    clock,
  });
}

/** For the greeting: where whoever tries the bank finds its mail. */
export function mailPlace(dataDir: string): string {
  const smtpUrl = readSmtpUrl();
  return smtpUrl === undefined
    ? `Mail is written to ${mailFolder(dataDir)}; set SMTP_URL to have it sent.`
    : `Mail is sent through ${new URL(smtpUrl).host}.`;
}

const mailFolder = (dataDir: string): string => join(resolve(dataDir), "mail");

/** Its value stays out of the message: it may carry a password. */
function readSmtpUrl({ SMTP_URL } = process.env): string | undefined {
  if (SMTP_URL === undefined || SMTP_URL === "") return undefined;
  if (/^smtps?:\/\/./.test(SMTP_URL) && URL.canParse(SMTP_URL)) return SMTP_URL;
  throw new SetUpError("SMTP_URL is no smtp URL. Set it to smtp://127.0.0.1:25, for instance.");
}

async function toServer(url: string): Promise<MailTransport> {
  const { createTransport } = await import("nodemailer");
  return createTransport(url);
}

/** Whole, for a mail program, and beside it as text that one can read and copy a link from. */
async function toFiles(folder: string): Promise<MailTransport> {
  const { createTransport } = await import("nodemailer");
  const composer = createTransport({ streamTransport: true, buffer: true });
  // A link in them may open an account.
  const ownerOnly = { flag: "wx", mode: 0o600 };
  return {
    async sendMail(mail) {
      const { message } = await composer.sendMail(mail);
      const { to, subject, text } = mail;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const time = new Date().toISOString().replaceAll(":", "-");
      const file = join(folder, `${time}-${crypto.randomUUID().slice(0, 8)}`);
      await writeFile(`${file}.txt`, `To: ${to.address}\n${subject}\n\n${text}`, ownerOnly);
      await writeFile(`${file}.eml`, String(message), ownerOnly);
    },
  };
}
