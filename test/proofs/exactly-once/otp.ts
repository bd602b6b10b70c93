import { codeAt, importUser, repeat, verifications } from "../load/users.js";
import { firstBroken, type Kind, oneAccepted } from "./round.js";

/** One code, submitted in as many sessions as there are connections. */
export const otp: Kind = {
  decided: "acceptStep",
  prepare: ({ engine, volley }, subjects, number) =>
    Promise.all(
      subjects.map(async (subject, index) => {
        const user = await importUser(engine, subject, number + index);
        let code = "";
        return {
          subject,
          requests() {
            code = user.app.code();
            return verifications(user, repeat(code, volley.size), "lifted");
          },
          broken({ replies, tally, row }) {
            const compared = ["accepted", "invalid", "replayed"]
              .map((outcome) => tally[`verification.${outcome}`] ?? 0)
              .reduce((sum, count) => sum + count);
            return firstBroken({
              ...oneAccepted(replies, [401, 429]),
              "every submission is compared": compared === replies.length,
              "the log tells of one acceptance": tally["verification.accepted"] === 1,
              "the row holds the code's step":
                codeAt(user, row.authenticators[0]?.lastStep) === code,
            });
          },
        };
      }),
    ),
};
