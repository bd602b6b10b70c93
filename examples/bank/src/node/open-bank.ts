import { memoryLimits } from "@second-factor/core";
import { type Bank, type BankOptions, createBank } from "../bank.js";
import { exampleUsers } from "../users.js";
import { bankMail } from "./bank-mail.js";
import { developmentKeyRing } from "./key-file.js";
import { sqliteRecords } from "./sqlite-records.js";

/** Tests bring their own clock, stores and keys; whatever is left out lasts as long as an example needs it. */
export interface OpenBankOptions
  extends Pick<BankOptions, "trustedOrigins">,
    Omit<Partial<BankOptions>, "trustedOrigins" | "development"> {
  /** For the records, the key ring and the mail. Default ".data". */
  readonly dataDir?: string;
}

/** The bank in one process that has a disk, when its stores have been looked at. */
export async function openBank(options: OpenBankOptions): Promise<Bank> {
  const { dataDir = ".data", keys, records, ...given } = options;
  const { issuer = "Harbour Bank", users = exampleUsers } = options;
  const { limits = memoryLimits(), clock = Date } = options;
  const bank = createBank({
    notifier: bankMail({ issuer, users, dataDir, limits, clock }),
    ...given,
    issuer,
    limits,
    keys: keys ?? (await developmentKeyRing(dataDir)),
    records: records ?? (await sqliteRecords(dataDir)),
    // Plain HTTP and memory limits are for a developer's machine; with NODE_ENV=production the engine refuses them.
    development: process.env.NODE_ENV !== "production",
  });
  await bank.engine.ready();
  return bank;
}
