import type { SubjectDescription } from "@second-factor/core";
import { Argument, type Command } from "commander";
import { refuseMemoryRecords } from "../open-app.js";
import { columns, count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { parseSubjectId } from "../parse-subject-id.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

export function addStatus(program: Command, perform: Perform): void {
  const command = program
    .command("status")
    .summary("what support has to know about an account")
    .description(
      "Prints what support has to know about an account: its authenticators, whether " +
        "their secrets open, recovery codes left, trusted browsers, the last recovery, and " +
        "whether and for how long it is throttled. Nothing that it prints lets anybody in.",
    )
    .addArgument(
      new Argument("<subject>", "the account's id in your app").argParser(parseSubjectId),
    );
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  $ second-factor status 4711
  $ second-factor status -- -an-id-that-begins-with-a-dash`,
    )
    .action((subjectId: string) => perform(command, (context) => status(context, subjectId)));
}

async function status(context: Context, subjectId: string): Promise<Outcome> {
  const { engine, options } = await context.app();
  refuseMemoryRecords(options);
  const description = await engine.describe(subjectId);
  return {
    exitCode: exitCodes.fine,
    result: inIsoTimes(description),
    problems: [],
    text: describe(description),
  };
}

const time = (milliseconds: number) => new Date(milliseconds).toISOString();

function inIsoTimes(description: SubjectDescription): object {
  const text = JSON.stringify(description, (key, value: unknown) =>
    typeof value === "number" && /At$|^since$|Until$/.test(key) ? time(value) : value,
  );
  return JSON.parse(text) as object;
}

const secrets: Readonly<Record<string, string>> = {
  opens: "its secret opens",
  key_missing: "ITS KEY IS NOT IN THE RING",
  key_unavailable: "its key cannot be had just now",
  refused: "ITS SECRET DOES NOT OPEN: damaged or moved",
};

function describe(subject: SubjectDescription): string {
  const { authenticators, pending, failures, throttle, changedAt } = subject;
  const { recovery, trustedBrowsers } = subject;
  const { codesNeeded, retryAfterSeconds } = throttle;
  const rows: string[][] = [
    ["subject", subject.subjectId],
    [
      "authenticators",
      authenticators.length === 0 ? "none: not enrolled" : `${authenticators.length}`,
    ],
    ...authenticators.map((one) => [
      "",
      `${one.name} (${one.id}), since ${time(one.createdAt)}, used ${time(one.lastUsedAt)}, ${secrets[one.secret]}`,
    ]),
    ...(subject.mustEnroll ? [["after a reset", "must enroll before anything else"]] : []),
    ...(pending === null
      ? []
      : [["enrolling", `${pending.name}, to be confirmed by ${time(pending.expiresAt)}`]]),
    ["recovery codes", `${subject.recoveryCodesRemaining} left`],
    ...(recovery === null ? [] : [["recovery", recoveryOf(recovery)]]),
    ...trustedBrowsers.map(({ name, lastSeenAt, trustedUntil }) => [
      "trusts",
      `${name}, seen ${time(lastSeenAt)}, until ${time(trustedUntil)}`,
    ]),
    [
      "failures",
      failures.since === null
        ? "none that count"
        : `${failures.count} since ${time(failures.since)}, ${failures.inARow} in a row`,
    ],
    [
      "throttle",
      codesNeeded === 1
        ? "one code is enough"
        : `${codesNeeded} consecutive codes needed for ${count(retryAfterSeconds, "second")} more`,
    ],
    ["last change", changedAt === null ? "never" : time(changedAt)],
  ];
  return columns(rows);
}

function recoveryOf({
  kind,
  state,
  openedAt,
  openedBy,
  expiresAt,
}: NonNullable<SubjectDescription["recovery"]>): string {
  return `${kind}, ${state}: requested ${time(openedAt)} by ${openedBy}, until ${time(expiresAt)}`;
}
