import { confirm } from "./confirm.js";
import { guesses } from "./guesses.js";
import { otp } from "./otp.js";
import { recovery } from "./recovery.js";

export const kinds = { otp, recovery, confirm, guesses } as const;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];
