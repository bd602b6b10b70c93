import { createCalls } from "./calls.js";
import type { Connection } from "./connection.js";
import type { Link } from "./link.js";
import { runScript } from "./run-script.js";

/** What has no connection that could be kept: HTTP, or an object of the user's own. */
export function directConnection(
  server: string,
  port: Pick<Link, "eval" | "evalsha">,
  deadlineMilliseconds: number,
): Connection {
  const start = createCalls(server, deadlineMilliseconds);
  return {
    server,
    topology: "single",
    run: (script, keys, args) => start(() => runScript(port, script, keys, args)),
    onPrimaries: null,
    close: () => undefined,
  };
}
