import type { Command } from "commander";
import type { Perform } from "../perform.js";
import { addGenerate } from "./keys-generate.js";
import { addRetire } from "./keys-retire.js";
import { addRewrap } from "./keys-rewrap.js";
import { addRotate } from "./keys-rotate.js";
import { addKeyStatus } from "./keys-status.js";

export function addKeys(program: Command, perform: Perform): void {
  const keys = program
    .command("keys")
    .summary("the keys that seal the secrets")
    .description("The keys that seal the secrets. The runbook is docs/keys.md.");
  for (const add of [addGenerate, addKeyStatus, addRotate, addRetire, addRewrap])
    add(keys, perform);
}
