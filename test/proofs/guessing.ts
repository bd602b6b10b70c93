// npm run proof -- guessing [--accounts 10000] [--owners 100] [--days 30] [--write]
import { parseArgs } from "node:util";
import { guessForAYear } from "./guessing/guess-for-a-year.js";
import { type ByCodes, shutOutOwners } from "./guessing/shut-out-owners.js";
import { wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    accounts: { type: "string", default: "10000" },
    owners: { type: "string", default: "100" },
    days: { type: "string", default: "30" },
    write: { type: "boolean", default: false },
  },
});

const year = await guessForAYear(wholeNumber("accounts", given.accounts));
const siege = await shutOutOwners(
  wholeNumber("owners", given.owners),
  wholeNumber("days", given.days),
);

const mostCompared = year.accounts * 13 * 30;
const held = year.compared <= mostCompared && year.taken <= year.most && siege.refused === 0;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const shares = (counts: ByCodes) => {
  const whole = counts[1] + counts[2] + counts[3];
  return `${percent(counts[1], whole)}, ${percent(counts[2], whole)}, ${percent(counts[3], whole)}`;
};

const done = `The engine with its default limits and memory stores, on a clock of its own; nobody knew more than every account's
password, and every try came from an address of its own.

A year of guessing: in each of the 13 windows of 30 days that fit, six single codes a quarter of an hour for seven quarters, for
every account. Owners signed in once a window, since 100 failures in a row close the single code. 30 wrong ones a window are compared, which leaves ${thousands(390)} guesses an account: by the arithmetic of
[limits.md](../limits.md) 0.117 % of the accounts are hit.

Shutting owners out: every quarter of an hour somebody spent each account's single codes, pairs and recovery codes until each was
refused. Every owner came once a day, typed one code, and where more were asked for two or three; half of them always in a new browser,
half in the one they had used before.`;

putOut(
  "guessing",
  {
    title: "Guessing",
    done,
    table: table(
      ["figure", "printed"],
      [
        ["accounts guessed at for a year", thousands(year.accounts)],
        ["tries; compared", `${thousands(year.tries)}; ${thousands(year.compared)}`],
        ["compared at most, by the limits", thousands(mostCompared)],
        ["accounts hit", String(year.taken)],
        [
          "expected by the bound; exceeded once in 1,000",
          `${year.expected.toFixed(1)}; ${year.most}`,
        ],
        ["owners under attack; days", `${siege.owners}; ${siege.days}`],
        ["the attacker's tries", thousands(siege.attackersTries)],
        ["the owners' sign-ins", thousands(siege.signIns)],
        ["in a new browser: with one code, two, three", shares(siege.inNewBrowsers)],
        ["in one that verified before", shares(siege.inKnownBrowsers)],
        ["owners refused", percent(siege.refused, siege.signIns)],
      ],
    ),
    figure: `guessing: ${year.taken} of ${thousands(year.accounts)} accounts hit in a year (expected ${year.expected.toFixed(1)}), ${siege.refused} of ${thousands(siege.signIns)} sign-ins of owners refused`,
  },
  given.write,
);
process.exit(held ? 0 : 1);
