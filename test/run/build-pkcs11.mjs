import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { toolPath } from "./debian-tools.mjs";
import { root, run } from "./process.mjs";

/**
 * Compiles pkcs11js, which comes as C++ alone. Its own install script would want Node's headers from the network, and
 * end the whole installation where there is no compiler. Gives back what went wrong, or null.
 */
export async function buildPkcs11() {
  const require = createRequire(join(root, "test/package.json"));
  const folder = dirname(require.resolve("pkcs11js/package.json"));
  const addon = join(folder, "build/Release/pkcs11.node");
  if (existsSync(addon)) return null;
  mkdirSync(dirname(addon), { recursive: true });
  const half = `${addon}.${process.pid}`;
  const dynamic = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : [];
  const result = await run(
    toolPath("g++"),
    [
      ...["-shared", "-fPIC", "-O1", "-w", "-std=c++17", "-DNAPI_DISABLE_CPP_EXCEPTIONS"],
      // What it needs of C++ is in the process that loads it: Node.
      ...["-nodefaultlibs", ...dynamic],
      ...[require("node-api-headers").include_dir, join(folder, "includes")].map((of) => `-I${of}`),
      ...["dl", "common", "main"].map((name) => join(folder, `src/${name}.cpp`)),
      ...["-o", half],
    ],
    { quiet: true },
  );
  if (!result.ok) return `${result.output}\npkcs11js cannot be compiled, and the tests need it`;
  renameSync(half, addon);
  return null;
}
