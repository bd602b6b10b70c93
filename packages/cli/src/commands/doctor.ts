import { querySntp, type SntpServer } from "@second-factor/core/node";
import { type Command, Option } from "commander";
import { judgeClock } from "../clock/judge-clock.js";
import { parseNtpServer } from "../clock/parse-ntp-server.js";
import type { Check } from "../doctor/check.js";
import { checkKeys, checkStores } from "../doctor/check-app.js";
import type { OpenedApp } from "../open-app.js";
import { columns } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import { explainError } from "../output/explain-error.js";
import type { Outcome } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

interface DoctorOptions {
  readonly ntp?: SntpServer;
  readonly strict?: boolean;
}

const pool = "pool.ntp.org";

export function addDoctor(program: Command, perform: Perform): void {
  const command = program
    .command("doctor")
    .summary("look for what is wrong before your users find it")
    .description(
      "Looks at your app's options, at every key of the ring, at the stores and their " +
        "settings, at the tables, and at the clocks of the stores. Changes nothing.",
    )
    .addOption(
      new Option("--ntp [host[:port]]", "compare the clock with a time server too")
        .argParser(parseNtpServer)
        .preset(pool),
    )
    .option("--strict", "exit with 1 where there are warnings");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Only with --ntp is anybody asked that your app does not ask itself: one packet to
that server, or to ${pool} where none is named.

Examples:
  $ second-factor doctor
  $ second-factor doctor --ntp time.example --strict --json`,
    )
    .action((options: DoctorOptions) => perform(command, (context) => doctor(context, options)));
}

async function doctor(context: Context, { ntp, strict }: DoctorOptions): Promise<Outcome> {
  const [app, configuration] = await openOrExplain(context);
  const [keys, stores, clock] = await Promise.all([
    app === null ? [] : checkKeys(app),
    app === null ? [] : checkStores(app),
    ntp === undefined ? [] : [await checkClock(ntp, app, context.signal)],
  ]);
  const checks = [configuration, ...keys, ...stores, ...clock];
  const problems = checks.flatMap((check) => check.problems);
  const has = (severity: string) => problems.some((problem) => problem.severity === severity);
  return {
    exitCode: has("error")
      ? exitCodes.errors
      : strict === true && has("warning")
        ? exitCodes.attention
        : exitCodes.fine,
    result: {
      checks: checks.map(({ name, detail, problems }) => ({
        name,
        status: statusOf(problems),
        detail,
      })),
    },
    problems,
    text: columns(checks.map(({ name, detail, problems }) => [statusOf(problems), name, detail])),
  };
}

function statusOf(problems: Check["problems"]): "ok" | "warning" | "error" {
  const severities = problems.map(({ severity }) => severity);
  return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "ok";
}

async function openOrExplain(context: Context): Promise<readonly [OpenedApp | null, Check]> {
  const name = "configuration";
  try {
    const app = await context.app();
    const { issuer, namespace = "default", trustedOrigins } = app.options;
    const detail = `issuer ${issuer}, namespace ${namespace}, ${trustedOrigins.join(", ")}`;
    return [app, { name, detail, problems: [] }];
  } catch (thrown) {
    const { exitCode: _, ...problem } = explainError(thrown);
    return [null, { name, detail: "the app would not start", problems: [problem] }];
  }
}

async function checkClock(
  server: SntpServer,
  app: OpenedApp | null,
  signal: AbortSignal,
): Promise<Check> {
  const clock = app?.options.clock ?? Date;
  const { detail, problem } = judgeClock(
    server,
    await querySntp(server, () => clock.now(), signal),
  );
  return { name: "time", detail, problems: problem === undefined ? [] : [problem] };
}
