// The independent peers of the tests (a browser, authenticators, a QR reader, servers, an HSM) come from Debian.

import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { install, unpack, unpackedRoot } from "./debian-packages.mjs";
import { cacheFolder } from "./process.mjs";

/**
 * `file`: where the program is inside its package, if not in usr/bin. `probe`: for libraries. `library`: what a process
 * loads by its path. `service`: to install it would start one for the whole machine, so that it is only ever unpacked.
 * `flags`: what it has to be told where it is only unpacked.
 */
const tools = [
  { name: "chromium", package: "chromium", file: "usr/lib/chromium/chromium" },
  { name: "oathtool", package: "oathtool" },
  { name: "zbarimg", package: "zbar-tools" },
  { name: "pyotp", package: "python3-pyotp", probe: ["/usr/bin/python3", "-c", "import pyotp"] },
  { name: "redis-server", package: "redis-server", service: true },
  ...["initdb", "postgres"].map((name) => ({
    name,
    package: "postgresql",
    file: `usr/lib/postgresql/*/bin/${name}`,
    service: true,
  })),
  {
    name: "libsofthsm2.so",
    package: "libsofthsm2",
    file: "usr/lib/*/softhsm/libsofthsm2.so",
    library: true,
  },
  { name: "g++", package: "g++", flags: (base) => [`-B${base}/usr/bin/`, `--sysroot=${base}`] },
];

const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root, and nobody else may be able to read root's checkout. */
const folder = isRoot ? "/var/cache/second-factor" : join(cacheFolder, "debian");
const unpacked = unpackedRoot(folder);
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
  const tool = tools.find((each) => each.name === name);
  const onPath = (process.env.PATH ?? "").split(delimiter).map((path) => join(path, name));
  const own = tool.library ? programs(unpacked, tool) : [join(wrappers, name)];
  const found = [...onPath, ...programs("/", tool), ...own].find((file) => isUsable(tool, file));
  if (found !== undefined) return found;
  const remedy = `\`npm test\` fetches it, or install its Debian package ${tool.package}`;
  throw new Error(`${name} is missing: ${remedy}`);
}

/** Where a tool's program may be below that folder, the newest version first. */
function programs(base, { name, file = `usr/bin/${name}` }) {
  const [before, after] = file.split("*");
  if (after === undefined) return [join(base, file)];
  const newestFirst = (one, other) => other.localeCompare(one, "en", { numeric: true });
  return subfolders(join(base, before))
    .sort(newestFirst)
    .map((version) => join(version, after));
}

function isUsable(tool, file) {
  try {
    accessSync(file, tool.library ? constants.R_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
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

/** Fetches what is missing, of these or of all. Gives back what could not be had and why, or null. */
export async function provideTools(names = tools.map(({ name }) => name)) {
  const missing = tools.filter((tool) => names.includes(tool.name) && isMissing(tool));
  if (missing.length === 0) return null;
  const mustUnpack = (tool) => !isRoot || tool.service === true;
  const toUnpack = packagesOf(missing.filter(mustUnpack));
  const toInstall = packagesOf(missing.filter((tool) => !mustUnpack(tool)));
  console.error(`fetching from Debian: ${[...toInstall, ...toUnpack].join(", ")}`);
  let output = "";
  if (toInstall.length > 0) output += await install(toInstall);
  if (toUnpack.length > 0) {
    // Others than root run what is unpacked.
    const umask = process.umask(0o022);
    output += await unpack(toUnpack, folder);
    writeWrappers();
    process.umask(umask);
  }
  const still = missing.filter(isMissing);
  if (still.length === 0) return null;
  const unavailable = still.map((tool) => `${tool.name} (Debian package ${tool.package})`);
  return `${output}\nmissing, and the tests need it: ${unavailable.join(", ")}`;
}

function packagesOf(some) {
  return [...new Set(some.map((tool) => tool.package))];
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
  for (const tool of tools.filter((each) => !each.probe && !each.library)) {
    const program = programs(unpacked, tool).find(existsSync);
    if (program === undefined) continue;
    const flags = tool.flags?.(unpacked) ?? [];
    const lines = [
      "#!/bin/sh",
      `export LD_LIBRARY_PATH='${libraries.join(":")}'`,
      `export MAGICK_CODER_MODULE_PATH='${codecs.join(":")}'`,
      `export XDG_DATA_DIRS='${join(unpacked, "usr/share")}'`,
      `exec '${program}' ${flags.join(" ")} "$@"`,
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
