import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./process.mjs";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const stamp = join(root, "node_modules/.second-factor-installed");

function wanted() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function installed() {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return null;
  }
}

/** Installs what the lock file says, when it is not what was installed last. */
export async function ensureInstalled() {
  if (installed() === wanted()) return;
  console.error("installing dependencies (only when the lock file has changed)");
  const pnpm = manifest.packageManager;
  // CI: pnpm asks no questions, such as whether it may replace an older node_modules.
  const result = await run("npx", ["-y", pnpm, "install", "--frozen-lockfile"], {
    quiet: true,
    env: { CI: "1" },
  });
  if (!result.ok) {
    console.error(result.output);
    console.error(`second-factor: \`npx -y ${pnpm} install --frozen-lockfile\` failed, see above`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted());
}
