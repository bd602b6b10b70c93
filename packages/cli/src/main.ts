#!/usr/bin/env node
import { run } from "./run.js";

const exitCode = await run(process.argv.slice(2));
// Not left to the event loop: an app's module may keep connections open that nobody closes.
process.exit(exitCode);
