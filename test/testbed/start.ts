import type { RequestListener } from "node:http";
import type { HostSetup } from "./host/host-setup.js";
import { nodeServer } from "./node-server.js";
import { openBed } from "./open-bed.js";
import type { Testbed, VariantName } from "./testbed.js";
import type { TestbedOptions } from "./testbed-options.js";

/** On this process's Node, a real server on 127.0.0.1. */
export function start(
  name: VariantName,
  build: (setup: HostSetup) => RequestListener,
  options: TestbedOptions = {},
): Promise<Testbed> {
  return openBed({ name, listen: nodeServer, build }, options);
}
