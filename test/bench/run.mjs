// npm run bench: every table, or the named ones (npm run bench -- guard micro).
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const all = [
  "counts",
  "micro",
  "guard",
  "verify-memory",
  "verify-redis",
  "scale",
  "cold",
  "cold-worker",
  "memory",
];
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${all.join(", ")}.`);
  process.exit(1);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const build = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(1);
for (const name of asked.length > 0 ? asked : all) {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, ["--expose-gc", file], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) process.exit(1);
}
