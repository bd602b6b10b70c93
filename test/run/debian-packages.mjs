// What Debian has, installed or only unpacked.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./process.mjs";

const noninteractive = { DEBIAN_FRONTEND: "noninteractive" };

/** As root, for the whole machine. */
export async function install(packages) {
  const wait = ["-o", "DPkg::Lock::Timeout=600"];
  const updated = await apt([...wait, "update"]);
  const installed = await apt([...wait, "install", "-y", "--no-install-recommends", ...packages]);
  return updated.output + installed.output;
}

export const unpackedRoot = (folder) => join(folder, "root");

/** Without root: packages and what they depend on and is not installed, unpacked into a folder of our own. */
export async function unpack(packages, folder) {
  const unpacked = unpackedRoot(folder);
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
  // Several hundred megabytes that nobody reads again.
  for (const name of ["cache", "state"]) rmSync(join(folder, name), { recursive: true });
  return output;
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
