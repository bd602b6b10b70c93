import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endWithProcess } from "../../servers/end-with-process.js";
import { temporaryFolder } from "../../servers/temporary-folder.js";

/** Nothing of what is new, nothing of what went wrong: what is sent stays on this machine. */
const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };

/** A process of a runtime, with the program as its last argument; gives back the lines that it prints. */
export async function* driveProcess(
  command: string,
  args: readonly string[],
  program: string,
): AsyncGenerator<string> {
  const { path, remove } = temporaryFolder("runtime");
  const file = join(path, "program.mjs");
  writeFileSync(file, program);
  const child = spawn(command, [...args, file], { stdio: ["ignore", "pipe", "pipe"], env });
  const spared = endWithProcess(() => child.kill("SIGKILL"));
  try {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    const ended = new Promise((resolve, reject) =>
      child.once("close", resolve).on("error", reject),
    );
    yield* createInterface({ input: child.stdout });
    const code = await ended;
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${said}`);
  } finally {
    child.kill("SIGKILL");
    spared();
    remove();
  }
}
