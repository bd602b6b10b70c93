// The independent peers of the tests (a browser, authenticators, a QR reader) come from Debian.

import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder, run } from "./process.mjs";

/** `file`: where the program is inside its package, if not in usr/bin. `probe`: for libraries. */
const tools = [
  { name: "chromium", package: "chromium", file: "usr/lib/chromium/chromium" },
  { name: "oathtool", package: "oathtool" },
  { name: "zbarimg", package: "zbar-tools" },
  { name: "pyotp", package: "python3-pyotp", probe: ["/usr/bin/python3", "-c", "import pyotp"] },
];

const folder = join(cacheFolder, "debian");
const unpacked = join(folder, "root");
const wrappers = join(folder, "bin");

/** What a test's environment needs to find the tools; empty where the system has them all. */
export function toolEnv() {
  if (!existsSync(wrappers)) return {};
  return {
    PATH: `${process.env.PATH ?? ""}${delimiter}${wrappers}`,
    PYTHONPATH: join(unpacked, "usr/lib/python3/dist-packages"),
  };
}

/** The absolute path of a tool of the table, for those who must be told one. */
export function toolPath(name) {
  for (const directory of [...(process.env.PATH ?? "").split(delimiter), wrappers]) {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return join(directory, name);
    } catch {}
  }
  throw new Error(`${name} is missing: \`npm test\` fetches it, or install its Debian package`);
}

function isMissing(tool) {
  try {
    if (!tool.probe) return toolPath(tool.name) === "";
    const [command, ...args] = tool.probe;
    return spawnSync(command, args, { env: { ...process.env, ...toolEnv() } }).status !== 0;
  } catch {
    return true;
  }
}

/** Fetches what is missing. Gives back what could not be had and why, or null. */
export async function provideTools() {
  const missing = tools.filter(isMissing);
  if (missing.length === 0) return null;
  const packages = missing.map((tool) => tool.package);
  console.error(`fetching from Debian: ${packages.join(", ")}`);
  const output = process.getuid?.() === 0 ? await install(packages) : await unpack(packages);
  const still = missing.filter(isMissing);
  if (still.length === 0) return null;
  const names = still.map((tool) => `${tool.name} (Debian package ${tool.package})`);
  return `${output}\nmissing, and the tests need it: ${names.join(", ")}`;
}

const noninteractive = { DEBIAN_FRONTEND: "noninteractive" };

async function install(packages) {
  const wait = ["-o", "DPkg::Lock::Timeout=600"];
  const updated = await apt([...wait, "update"]);
  const installed = await apt([...wait, "install", "-y", "--no-install-recommends", ...packages]);
  return updated.output + installed.output;
}

/** Without root: packages and what they depend on, unpacked into a folder of our own. */
async function unpack(packages) {
  const archives = join(folder, "cache/archives");
  for (const path of [join(archives, "partial"), join(folder, "state/lists/partial"), unpacked]) {
    mkdirSync(path, { recursive: true });
  }
  const own = [
    ...["-o", `Dir::State=${join(folder, "state")}`],
    ...["-o", "Dir::State::status=/var/lib/dpkg/status"],
    ...["-o", `Dir::Cache=${join(folder, "cache")}`],
    // The lock belongs to root, and protects folders that we do not write.
    ...["-o", "Debug::NoLocking=true"],
  ];
  const updated = await apt([...own, "update"]);
  const fetch = ["install", "-y", "--download-only", "--no-install-recommends", ...packages];
  const fetched = await apt([...own, ...fetch]);
  let output = updated.output + fetched.output;
  for (const file of readdirSync(archives).filter((name) => name.endsWith(".deb"))) {
    const result = await run("dpkg", ["-x", join(archives, file), unpacked], { quiet: true });
    if (!result.ok) output += result.output;
  }
  writeWrappers();
  // Several hundred megabytes that nobody reads again.
  for (const name of ["cache", "state"]) rmSync(join(folder, name), { recursive: true });
  return output;
}

/** Programs find their libraries through a wrapper, so that nobody else's are changed. */
function writeWrappers() {
  mkdirSync(wrappers, { recursive: true });
  const machine = [join(unpacked, "usr/lib"), join(unpacked, "lib")]
    .flatMap(subfolders)
    .filter((path) => /-linux-\w+$/.test(path));
  const inner = machine.flatMap(subfolders);
  const libraries = [...machine, ...inner.filter(holdsLibraries)];
  const codecs = inner
    .filter((path) => path.includes("ImageMagick"))
    .flatMap(subfolders)
    .map((path) => join(path, "coders"));
  for (const tool of tools.filter((each) => !each.probe)) {
    const program = join(unpacked, tool.file ?? `usr/bin/${tool.name}`);
    if (!existsSync(program)) continue;
    const lines = [
      "#!/bin/sh",
      `export LD_LIBRARY_PATH='${libraries.join(":")}'`,
      `export MAGICK_CODER_MODULE_PATH='${codecs.join(":")}'`,
      `export XDG_DATA_DIRS='${join(unpacked, "usr/share")}'`,
      `exec '${program}' "$@"`,
    ];
    writeFileSync(join(wrappers, tool.name), `${lines.join("\n")}\n`, { mode: 0o755 });
  }
}

function holdsLibraries(path) {
  return readdirSync(path).some((name) => name.includes(".so"));
}

function subfolders(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));
}

/** Another apt-get may hold the lists; its lock has no timeout option, so we ask again. */
async function apt(args) {
  const until = Date.now() + 600_000;
  for (;;) {
    const result = await run("apt-get", args, { quiet: true, env: noninteractive });
    if (result.ok || !/could not get lock/i.test(result.output) || Date.now() > until)
      return result;
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}
