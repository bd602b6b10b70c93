import { wrongOtps } from "../../attacks/attacker/guesses.js";
import { importUser, verifications } from "../load/users.js";
import { firstBroken, type Kind } from "./round.js";

/** The default budget of single codes. */
const budget = 5;

/** As many different wrong codes as there are connections, against one account with its whole budget. */
export const guesses: Kind = {
  decided: "verification.invalid",
  prepare: ({ engine, volley }, subjects, number) =>
    Promise.all(
      subjects.map(async (subject, index) => {
        const user = await importUser(engine, subject, number + index);
        return {
          subject,
          requests: () => verifications(user, wrongOtps(user.app, volley.size), "plain"),
          broken({ replies, statuses, tally, row }) {
            const { 401: wrong, 429: refused } = statuses;
            return firstBroken({
              "exactly five are compared": tally["verification.invalid"] === budget,
              "five are answered 401": wrong === budget,
              "all others are answered 429": refused === replies.length - budget,
              "the row counts exactly five failures": row.failures.count === budget,
              "the row counts five in a row": row.failures.inARow === budget,
            });
          },
        };
      }),
    ),
};
