import { join } from "node:path";
import { toolPath } from "../../../test/run/debian-tools.mjs";
import { freePort } from "./free-port.mjs";
import { privateFolder } from "./private-folder.mjs";
import { startProgram } from "./program.mjs";

export async function startRedis(dataDir) {
  const { folder, password } = privateFolder(join(dataDir, "redis"));
  const port = await freePort();
  const settings = [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    "appendonly yes",
  ];
  // Two servers on one folder would write over each other, and Redis does not look.
  const lock = ["flock", "--nonblock", "--no-fork", "--verbose", join(folder, "lock")];
  const stop = await startProgram("redis-server", [...lock, toolPath("redis-server"), "-"], {
    folder,
    // By this way and not as arguments, which everybody on the machine can read.
    input: settings.join("\n"),
    ready: /Ready to accept connections/,
    stopSignal: "SIGTERM",
  });
  return { url: `redis://:${password}@127.0.0.1:${port}`, stop };
}
