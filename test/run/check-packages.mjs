// What npm would get: every package is packed, then publint and "are the types wrong" read it.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./process.mjs";

const folder = mkdtempSync(join(tmpdir(), "second-factor-packed-"));
let failures = 0;

async function check(name, command, args) {
  const result = await run(command, args, { quiet: true });
  if (result.ok) return true;
  failures += 1;
  console.error(`${name}: ${command} ${args[0]} failed\n${result.output}`);
  return false;
}

try {
  for (const name of readdirSync(join(root, "packages"))) {
    const tarball = join(folder, `${name}.tgz`);
    const pack = ["--dir", join(root, "packages", name), "pack", "--out", tarball];
    if (!(await check(name, "pnpm", pack))) continue;
    // ESM only: require() of it works on every Node we support, which is what the rule warns of.
    const types = [tarball, "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"];
    const results = await Promise.all([
      check(name, "publint", [tarball, "--strict"]),
      check(name, "attw", types),
    ]);
    if (results.every(Boolean)) console.log(`${name}: ok`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failures === 0 ? 0 : 1);
