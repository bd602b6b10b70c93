import { requestBytes } from "../load/requests.js";
import { beginAll } from "./enroll.js";
import { firstBroken, type Kind, oneAccepted } from "./round.js";

/** One pending enrollment, confirmed with one code in one session over all connections. */
export const confirm: Kind = {
  decided: "activate",
  async prepare({ volley }, subjects, number) {
    const begun = await beginAll(volley, "lifted", subjects, number);
    return begun.map((one) => ({
      subject: one.session.user,
      requests() {
        const request = requestBytes({ ...one, json: { otp: one.app.code() } });
        return Array.from({ length: volley.size }, () => request);
      },
      broken({ replies, tally, row }) {
        const shown = replies.filter(({ body }) => body.includes("recoveryCodes"));
        return firstBroken({
          ...oneAccepted(replies, [404]),
          "recovery codes are shown once": shown.length === 1 && shown[0]?.status === 200,
          "the log tells of one confirmation": tally["enrollment.confirmed"] === 1,
          "the row holds one authenticator": row.authenticators.length === 1,
          "the row holds ten recovery codes": row.recoveryCodesRemaining === 10,
          "nothing is pending": row.pending === null,
        });
      },
    }));
  },
};
