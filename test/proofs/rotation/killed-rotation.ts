import { fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ResealSummary } from "@second-factor/core";
import { bundleSources } from "../../run/bundle.mjs";
import { root } from "../../run/process.mjs";
import type { StoresAt } from "../bank/stores-at.js";

export interface KilledRotation {
  /** How far it had come each time that it was killed. */
  readonly killedAt: readonly number[];
  /** Of the run that nobody killed. */
  readonly summary: ResealSummary;
  readonly seconds: number;
}

interface Message {
  readonly examined?: number;
  readonly summary?: ResealSummary;
}

/** Runs the rotation to its end, having killed it so many times at random. */
export async function rotateKilled(
  at: StoresAt,
  options: { readonly secrets: number; readonly kills: number; readonly pageSize: number },
): Promise<KilledRotation> {
  const { secrets, kills, pageSize } = options;
  const entry = join(root, "test/proofs/rotation/rotate.ts");
  const program = fileURLToPath(await bundleSources(entry, "proof-rotate"));
  const env = {
    ...process.env,
    NODE_ENV: "production",
    STORES_AT: JSON.stringify(at),
    PAGE_SIZE: String(pageSize),
  };
  const since = performance.now();
  const killedAt: number[] = [];

  /** Null where it was killed. */
  async function run(killAt: number): Promise<ResealSummary | null> {
    const child = fork(program, { env });
    let summary: ResealSummary | null = null;
    let killing = false;
    child.on("message", async (message: Message) => {
      summary ??= message.summary ?? null;
      if (killing || (message.examined ?? 0) < killAt) return;
      killing = true;
      // Anywhere in the next page, before, in or after a write.
      await wait(randomInt(0, 30));
      if (child.exitCode === null) child.kill("SIGKILL");
    });
    const [code, signal] = await once(child, "exit");
    if (signal === "SIGKILL") return null;
    if (code !== 0 || summary === null) throw new Error(`The rotation ended with ${code}.`);
    return summary;
  }

  const moments = Array.from({ length: kills }, () => randomInt(secrets * 0.05, secrets * 0.85));
  for (const killAt of moments.sort((a, b) => a - b)) {
    const finished = await run(killAt);
    if (finished !== null) throw new Error("The rotation was over before it was killed.");
    killedAt.push(killAt);
  }
  const summary = await run(Number.POSITIVE_INFINITY);
  if (summary === null) throw new Error("Somebody else killed the rotation.");
  return { killedAt, summary, seconds: (performance.now() - since) / 1000 };
}
