import type { StoreFinding } from "@second-factor/core";
import type { OpenedApp } from "../open-app.js";
import { cliProblem } from "../output/cli-problem.js";
import { count } from "../output/columns.js";
import { explainError } from "../output/explain-error.js";
import type { Problem } from "../output/outcome.js";
import type { Check } from "./check.js";

const helpPage =
  "https://github.com/second-factor/second-factor/blob/main/docs/configuration-errors.md";

const toProblem = ({ severity, code, problem, remedy }: StoreFinding): Problem => ({
  severity,
  code,
  message: problem,
  remedy,
  help: `${helpPage}#${code}`,
});

/** Each key of the ring is fetched and unwrapped once; a plain one is at hand. */
export async function checkKeys({ options: { keys } }: OpenedApp): Promise<readonly Check[]> {
  const tried = await Promise.all(
    keys.keyIds.map((id) => tryKey(() => keys.subkey(id, "totp"), id)),
  );
  const problems = tried.filter((problem) => problem !== null);
  const detail = `${count(keys.keyIds.length, "key")} (${keys.keyIds.join(", ")}), ${keys.sealingKeyId} seals`;
  return [{ name: "key ring", detail, problems }];
}

async function tryKey(subkey: () => unknown, id: string): Promise<Problem | null> {
  try {
    await subkey();
    return null;
  } catch (thrown) {
    // What it is about the master key stands in the cause.
    const { exitCode: _, ...problem } = explainError((thrown as Error).cause ?? thrown);
    return { ...problem, message: `Key ${id} cannot be had: ${problem.message}` };
  }
}

const memoryStore = cliProblem(
  "warning",
  "memory_records",
  "Records or limits are kept in the app's memory, which no other process can look at.",
  "On a developer's machine that is fine; anywhere else use stores that last.",
);

/** What the stores say about themselves: their servers, settings, tables and clocks. */
export async function checkStores({ engine, options }: OpenedApp): Promise<readonly Check[]> {
  const findings = await engine.checkStores();
  // Those of the keys were found by asking for each.
  const about = (clock: boolean) =>
    findings
      .filter(({ code }) => !code.startsWith("master_key_") && (code === "clock_differs") === clock)
      .map(toProblem);
  const { records, limits, replay } = options;
  const inMemory = [records, limits, replay].some((store) => store?.durability === "process");
  const problems = [...about(false), ...(inMemory ? [memoryStore] : [])];
  const clocks = about(true);
  const found = (list: readonly Problem[]) =>
    list.length === 0 ? "nothing wrong" : count(list.length, "finding");
  const stores = `records ${records.durability}, limits ${limits.durability}`;
  return [
    { name: "stores", detail: `${stores}: ${found(problems)}`, problems },
    { name: "stores' clocks", detail: found(clocks), problems: clocks },
  ];
}
