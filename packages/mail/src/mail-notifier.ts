import type { Clock, Limits, Notice, Notifier } from "@second-factor/core";
import { type MessagesByLanguage, openCatalogs } from "./catalogs.js";
import { type ComposedMail, composeMail } from "./compose-mail.js";
import { dailyCap } from "./daily-cap.js";
import { mailErrorFrom } from "./mail-error.js";
import { oneAddress } from "./one-address.js";
import type { MailAddress, MailTransport } from "./transport.js";

export interface MailNotifierOptions {
  /** `nodemailer.createTransport(...)`, or whatever else has its `sendMail`. */
  readonly transport: MailTransport;
  /** "Acme <security@acme.example>": an address that people of yours read. */
  readonly from: string | MailAddress;
  /**
   * All addresses of whom a notice is for: of the account `subjectId`, or of the person `staffId` where that is set. Each
   * gets a message of its own. [] sends nothing; what it throws is told as the event `notifier.failed`.
   */
  readonly addressesOf: (notice: Notice) => readonly string[] | Promise<readonly string[]>;
  /** Your product's name, as the engine has it. */
  readonly issuer: string;
  /** Other sentences, by language tag, whole or in part. */
  readonly messages?: MessagesByLanguage;
  /** The language where none is known. Default "en". */
  readonly language?: string;
  /** The language of whom a notice is for, as a BCP 47 tag. */
  readonly languageOf?: (notice: Notice) => string | undefined | Promise<string | undefined>;
  /** Messages of one kind for one account in 24 hours. Default 5; 1 to 1000. */
  readonly mostADay?: number;
  /** Where they are counted: `redisLimits(redis)` where there are several processes. Default: this one's memory. */
  readonly limits?: Limits;
  /** Several tenants on one store: each its own, as the engine has it. Default "default". */
  readonly namespace?: string;
  readonly clock?: Clock;
}

/**
 * A notifier that sends mail: `createSecondFactor({ notifier: mailNotifier({ ... }) })`. The engine waits for none of it.
 *
 * @throws RangeError at once where a language tag or `mostADay` can't be meant
 */
export function mailNotifier(options: MailNotifierOptions): Notifier {
  const { transport, from, addressesOf, issuer, languageOf, limits } = options;
  const { mostADay = 5, namespace = "default", clock = Date } = options;
  if (!Number.isInteger(mostADay) || mostADay < 1 || mostADay > 1000) {
    throw new RangeError(`mailNotifier: mostADay is ${mostADay}. Give a whole number, 1 to 1000.`);
  }
  const catalogFor = openCatalogs(options.messages ?? {}, options.language ?? "en");
  const spend = dailyCap({ mostADay, namespace, clock, limits });

  async function send(address: string, mail: ComposedMail): Promise<void> {
    try {
      await transport.sendMail({
        from,
        to: { name: "", address },
        ...mail,
        // RFC 3834: no holiday replies to it.
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (thrown) {
      throw mailErrorFrom(thrown, address);
    }
  }

  return {
    async notify(notice) {
      // Spread first: a Set of undefined would be "nobody", and that is what a broken look-up answers.
      const addresses = new Set([...(await addressesOf(notice))]);
      if (addresses.size === 0) return;
      const catalog = catalogFor(await languageOf?.(notice));
      const allowance = await spend(notice);
      if (!allowance.allowed) return;
      const { silentUntil } = allowance;
      const sent = [...addresses].map(async (given) => {
        const address = oneAddress(given);
        await send(address, composeMail(notice, { issuer, catalog, address, silentUntil }));
      });
      // All of them, whatever becomes of one.
      const failed = (await Promise.allSettled(sent)).find(({ status }) => status === "rejected");
      if (failed?.status === "rejected") throw failed.reason;
    },
  };
}
