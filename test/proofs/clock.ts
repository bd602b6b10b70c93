// npm run proof -- clock [--users 1000] [--days 365] [--seed 1] [--write]
import { parseArgs } from "node:util";
import { proveHonest, proveShift, type ShiftResult } from "./clock/prove.js";
import { wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    users: { type: "string", default: "1000" },
    days: { type: "string", default: "365" },
    seed: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});
const users = wholeNumber("users", given.users);
const days = wholeNumber("days", given.days);
const seed = wholeNumber("seed", given.seed);
const options = { users, seed, signInsADay: Math.ceil(users / 3) };

const shifts: ShiftResult[] = [];
for (const seconds of [20, -20, 40, -40, 90, -90]) shifts.push(await proveShift(seconds, options));
const honest = await proveHonest(days, options);
const missed = shifts.filter(({ alarm }) => alarm === null).length;
const early = shifts.reduce((sum, { early }) => sum + early, 0);
const falseAlarms = honest.alarms.length + early;
const refused = (1 - honest.codes.accepted / honest.codes.sent) * 100;
const slowest = Math.max(...shifts.map(({ signIns }) => signIns ?? Number.POSITIVE_INFINITY));

putOut(
  "clock",
  {
    title: "The fleet's clock",
    done: `${thousands(users)} users, each with a phone whose clock is off by up to 30 seconds either way and wanders, read a code and
send it 5 to 40 seconds later, three tries at most, to a real engine on memory stores and a clock that is moved by hand.
After one day the server's clock jumps. Then the same without a jump for ${thousands(days)} days: ${thousands(honest.signIns)} sign-ins, ${refused.toFixed(0)} % of
whose codes came too early or too late.`,
    table: table(
      ["server's clock", "alarm after", "the alarm says", "400 sign-ins later"],
      [
        ...shifts.map(({ shiftSeconds, signIns, alarm, estimate }) => [
          `${Math.abs(shiftSeconds)} s ${shiftSeconds > 0 ? "ahead" : "behind"}`,
          signIns === null ? "none" : `${thousands(signIns)} sign-ins`,
          alarm?.reason.match(/\d+ seconds \w+/)?.[0] ?? "-",
          `${Math.abs(estimate ?? 0).toFixed(0)} seconds ${(estimate ?? 0) > 0 ? "ahead" : "behind"}`,
        ]),
        [`right, ${thousands(days)} days`, `${honest.alarms.length} alarms`, "-", "-"],
      ],
    ),
    figure: `clock: ${missed} shifts missed, ${falseAlarms} false alarms, the slowest alarm after ${thousands(slowest)} sign-ins`,
  },
  given.write,
);
process.exitCode = missed + falseAlarms === 0 ? 0 : 1;
