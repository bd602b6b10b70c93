import { mounts } from "../bank/bank-engine.js";
import { clientAddress, requestBytes } from "../load/requests.js";
import { sessionsOf } from "../load/users.js";
import { enrollAll } from "./enroll.js";
import { firstBroken, type Kind, oneAccepted } from "./round.js";

/** One recovery code, in as many sessions as there are connections. Right ones are looked up whatever the budget. */
export const recovery: Kind = {
  decided: "redeemRecoveryCode",
  async prepare({ volley }, subjects, number) {
    const sets = await enrollAll(volley, "plain", subjects, number);
    return subjects.map((subject, index) => ({
      subject,
      requests() {
        const from = clientAddress(number + index);
        const path = `${mounts.plain}/recovery-codes/redeem`;
        const json = { recoveryCode: sets[index]?.[0] };
        return sessionsOf(subject, volley.size).map((session) =>
          requestBytes({ session, from, path, json }),
        );
      },
      broken: ({ replies, tally, row }) =>
        firstBroken({
          ...oneAccepted(replies, [401, 429]),
          "the log tells of one redemption": tally["recovery_codes.redeemed"] === 1,
          "one code less remains": row.recoveryCodesRemaining === 9,
        }),
    }));
  },
};
