// npm run proof -- NAME: what is too long for every test run. The last line is the figure.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { provideTools, toolEnv } from "./debian-tools.mjs";
import { ensureInstalled } from "./install.mjs";
import { root, run } from "./process.mjs";

const folder = join(root, "test/proofs");
const known = readdirSync(folder)
  .filter((file) => /^[\w-]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3));

const [name = "", ...options] = process.argv.slice(2);
if (!known.includes(name)) {
  console.error(`npm run proof -- NAME, and NAME is one of: ${known.join(", ")}`);
  process.exit(1);
}

await ensureInstalled();
const missing = await provideTools();
if (missing !== null) {
  console.error(missing);
  process.exit(1);
}

// What it needs was not there before.
const { bundleSources } = await import("./bundle.mjs");
const program = fileURLToPath(await bundleSources(join(folder, `${name}.ts`), `proof-${name}`));
const { ok } = await run(process.execPath, [program, ...options], { env: toolEnv() });
process.exit(ok ? 0 : 1);
