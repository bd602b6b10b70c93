import { keyRing, memoryRecords } from "@second-factor/core";
import { vi } from "vitest";
import { enroll } from "../served/enroll.js";
import { startApp } from "../served/example-app.js";
import { createClient } from "../testbed/client/client.js";
import { createWire } from "../testbed/client/wire.js";
import { type Mailbox, startMailbox } from "../testbed/mailbox.js";

/** The Express example with a mail server of its own, on a clock that can be put forward. */
export interface MailedBank {
  readonly origin: string;
  readonly mailbox: Mailbox;
  /** Seconds by which its clock is ahead of this machine's. */
  ahead(): number;
  advance(by: { readonly seconds: number }): void;
  /** Gives somebody a second factor, by the routes; the code of the phone that confirmed it is used up. */
  enroll(user: string): Promise<Phone>;
  stop(): Promise<void>;
}

export interface Phone {
  /** A code that was not used yet. Puts the bank's clock forward, since a person would wait for it. */
  nextCode(): string;
}

export const addressOf = (user: string): string => `${user}@harbour.example`;

export async function startMailedBank(): Promise<MailedBank> {
  const mailbox = await startMailbox();
  vi.stubEnv("SMTP_URL", mailbox.url);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead * 1000 };
  const keys = keyRing("k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=");
  const bank = await startApp("express", { clock, keys, records: memoryRecords() });
  const wire = createWire(bank.port);
  const advance = ({ seconds }: { readonly seconds: number }) => {
    ahead += seconds;
  };
  return {
    origin: bank.origin,
    mailbox,
    ahead: () => ahead,
    advance,
    async enroll(user) {
      const client = createClient({ wire, clock, basePath: "/2fa" });
      await client.login(user);
      const { phone } = await enroll(client, clock);
      await mailbox.nextMail(addressOf(user), "authenticator_added");
      return {
        nextCode() {
          advance({ seconds: 60 });
          return phone.code();
        },
      };
    },
    async stop() {
      wire.close();
      await bank.stop();
      await mailbox.stop();
    },
  };
}
