import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyRing } from "@second-factor/core";
import { migrate, type OpenedLibsql, openLibsql, sqlLimits, sqlRecords } from "@second-factor/sql";
import { type Canary, mustNotContain } from "../attacks/attacker/canaries.js";
import { temporaryFolder } from "../servers/temporary-folder.js";
import { type Testbed, type TestbedOptions, variants } from "../testbed/index.js";
import type { Printed, Program, Ran, Running } from "./second-factor.js";

/** An app with a SQLite file, and the command line beside it. */
export interface CliApp {
  readonly folder: string;
  readonly program: Program;
  /** What the command line finds in its environment. */
  readonly env: Record<string, string>;
  /** Whatever must stand in nothing that is printed. */
  readonly canaries: Canary[];
  /** A file in the app's folder. */
  path(name: string): string;
  run(args: readonly string[], more?: Record<string, string>, stdin?: string): Promise<Ran>;
  json(args: readonly string[], more?: Record<string, string>, stdin?: string): Promise<Printed>;
  start(args: readonly string[], more?: Record<string, string>): Running;
  events(): readonly { readonly type: string; readonly [field: string]: unknown }[];
  /** The same records behind Express on a real server. */
  serve(options?: TestbedOptions): Promise<Testbed>;
  readonly database: OpenedLibsql;
  close(): Promise<void>;
}

/** A fresh entry for a ring. */
export const newKey = (id: string): string => `${id}:${randomBytes(32).toString("base64")}`;

export async function openCliApp(program: Program): Promise<CliApp> {
  const folder = temporaryFolder("cli");
  const path = (name: string) => join(folder.path, name);
  const database = await openLibsql(`file:${path("app.db")}`);
  await migrate(database);
  const env: Record<string, string> = {
    DATABASE: `file:${path("app.db")}`,
    EVENTS: path("events"),
    SECOND_FACTOR_KEYS: newKey("k1"),
  };
  const canaries: Canary[] = [{ name: "the key ring", text: env.SECOND_FACTOR_KEYS ?? "" }];
  const beds: Testbed[] = [];
  const surroundings = (more: Record<string, string>) => ({
    env: { ...env, ...more },
    cwd: folder.path,
  });

  function mustShowNothing(
    args: readonly string[],
    { stdout, stderr }: Pick<Ran, "stdout" | "stderr">,
  ) {
    mustNotContain(`the arguments of ${args[0]}`, args.join("\n"), canaries);
    mustNotContain(`what ${args.join(" ")} printed`, `${stdout}\n${stderr}`, canaries);
  }
  return {
    folder: folder.path,
    program,
    env,
    canaries,
    path,
    database,
    async run(args, more = {}, stdin = "") {
      const ran = await program.run(placed(args), { ...surroundings(more), stdin });
      mustShowNothing(args, ran);
      return ran;
    },
    async json(args, more = {}, stdin = "") {
      const printed = await program.json(placed(args), { ...surroundings(more), stdin });
      mustShowNothing(args, { stdout: JSON.stringify(printed), stderr: "" });
      return printed;
    },
    start: (args, more = {}) => program.start(placed(args), surroundings(more)),
    events: () =>
      existsSync(path("events"))
        ? readFileSync(path("events"), "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line))
        : [],
    async serve(options = {}) {
      const bed = await variants
        .find(({ name }) => name === "express5")
        ?.start({
          ...options,
          engine: {
            records: sqlRecords(database),
            limits: sqlLimits(database),
            keys: keyRing(env.SECOND_FACTOR_KEYS),
            ...options.engine,
          },
        });
      if (bed === undefined) throw new Error("there is no variant of that name");
      beds.push(bed);
      return bed;
    },
    async close() {
      await Promise.all(beds.map((bed) => bed.close()));
      database.close();
      folder.remove();
    },
  };

  /** Options stand behind the command, which may have two words, and before "--". */
  function placed(args: readonly string[]): string[] {
    const end = args.indexOf("--");
    return end < 0
      ? [...args, "--config", program.config]
      : [...args.slice(0, end), "--config", program.config, ...args.slice(end)];
  }
}
