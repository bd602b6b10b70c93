import type { Listen, WebHandler } from "../../testbed/bed-server.js";
import { runSuite } from "../suite/run-suite.js";

export async function printVerdicts(runtime: string, listen: Listen<WebHandler>): Promise<void> {
  for await (const verdict of runSuite(runtime, listen)) console.log(JSON.stringify(verdict));
}
