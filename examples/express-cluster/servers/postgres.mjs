import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "../../../test/run/debian-tools.mjs";
import { freePort } from "./free-port.mjs";
import { privateFolder } from "./private-folder.mjs";
import { runProgram, startProgram } from "./program.mjs";
import { unprivilegedUser } from "./unprivileged-user.mjs";

export async function startPostgres(dataDir) {
  const user = unprivilegedUser();
  const { folder, password, passwordFile } = privateFolder(join(dataDir, "postgres"), user);
  const data = join(folder, "data");
  if (!existsSync(data)) await initialize(data, { folder, passwordFile, user });
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories="];
  const program = [toolPath("postgres"), "-D", data, ...settings.flatMap((one) => ["-c", one])];
  const stop = await startProgram("postgres", program, {
    folder,
    user,
    ready: /database system is ready to accept connections/,
    // Ends the connections instead of waiting for them.
    stopSignal: "SIGINT",
  });
  return { url: `postgres://bank:${password}@127.0.0.1:${port}/postgres`, stop };
}

/** Under another name first: what was interrupted half-way is not taken for a database. */
async function initialize(data, { folder, passwordFile, user }) {
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const access = ["--username=bank", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const format = ["--encoding=UTF8", "--no-locale"];
  const program = [toolPath("initdb"), `--pgdata=${unfinished}`, ...access, ...format];
  await runProgram("initdb", program, { folder, user });
  renameSync(unfinished, data);
}
