import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Plugin } from "esbuild";
import { describe, it } from "vitest";
import { sourceAliases } from "../run/source-aliases.mjs";
import { mustAccept, mustBeInside, mustRefuse } from "./attacker/outcomes.js";
import { enrolled, signedIn } from "./attacker/sign-in.js";
import { loadCopy } from "./mutate.js";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const names = readdirSync(packages);

interface Manifest {
  readonly dependencies?: Record<string, string>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(`${packages}${name}/package.json`, "utf8"));

/** Whatever a Worker's bundle would ask Node for. */
async function nodeModulesIn(entry: string): Promise<string[]> {
  const asked: string[] = [];
  const edge: Plugin = {
    name: "edge",
    setup(bundler) {
      const web = `${packages}core/src/crypto/web.ts`;
      bundler.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        if (path === "#crypto") return { path: web };
        if (path.startsWith("node:") || builtinModules.includes(path)) {
          asked.push(`${path} by ${importer}`);
          return { path, external: true };
        }
        const own = sourceAliases().find(({ find }) => find.test(path));
        return own === undefined ? null : { path: own.replacement };
      });
    },
  };
  const conditions = ["workerd", "worker", "browser"];
  await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions,
    logLevel: "silent",
    plugins: [edge],
  });
  return asked;
}

describe("EDG-03: Node's modules in an edge bundle", () => {
  const entries = ["index", "http/index", "stores/index", "alarms/index"].map(
    (entry) => `core/src/${entry}.ts`,
  );
  for (const entry of [
    ...entries,
    "hono/src/index.ts",
    "pages/src/index.ts",
    "mail/src/index.ts",
  ]) {
    it(`${entry} reaches none`, async () => {
      assert.deepEqual(await nodeModulesIn(packages + entry), []);
    });
  }

  it("finds them where there are some", async () => {
    const [first = ""] = await nodeModulesIn(`${packages}core/src/crypto/node.ts`);
    assert.match(first, /^node:crypto by /);
  });
});

describe("EDG-05: two copies of the core in one process", () => {
  it("honours a mark, a record and a store of the other copy", async () => {
    const copies = await Promise.all([loadCopy("first"), loadCopy("second")]);
    const [one, two] = copies.map((variants) => variants.find(({ name }) => name === "express5"));
    assert.ok(one && two && one.start !== two.start);
    const first = await one.start({ sessions: "client" });
    const shared = { records: first.records, limits: first.limits };
    const second = await two.start({ sessions: "client", clock: first.clock, engine: shared });
    try {
      const alice = await enrolled(first, "alice");
      const there = second.client();
      for (const pair of alice.browser.cookies.header()?.split("; ") ?? []) {
        const at = pair.indexOf("=");
        there.cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      await mustBeInside(there);
      mustRefuse(
        await (await signedIn(second, "alice")).request("GET", "/account"),
        403,
        "second_factor_required",
      );
      const otp = alice.authenticator.code();
      mustAccept(await (await signedIn(second, "alice")).verify(otp));
      mustRefuse(await (await signedIn(first, "alice")).verify(otp), 401, "invalid_otp");
    } finally {
      await first.close();
      await second.close();
    }
  });
});

/** All that a user of ours installs besides; a new name here is a decision. */
const dependencies: Record<string, readonly string[]> = {
  cli: ["@second-factor/core", "cli-progress", "commander", "csv-parse"],
  core: ["otpauth", "qrcode"],
  redis: ["@noble/hashes", "@second-factor/core", "rate-limiter-flexible"],
  sql: ["@second-factor/core", "rate-limiter-flexible"],
  testing: ["@second-factor/core", "otpauth"],
};

const packed =
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|openapi\.json|schema\/[\w.-]+\.sql|src\/[\w/.-]+\.ts|dist\/[\w/.-]+\.(?:js|d\.ts)(?:\.map)?)$/;

describe("EDG-06: what is installed and packed besides", () => {
  it.each(names)("%s depends on nothing else", (name) => {
    const asked = Object.keys(manifestOf(name).dependencies ?? {}).sort();
    assert.deepEqual(asked, dependencies[name] ?? ["@second-factor/core"]);
  });

  it.each(names)(
    "%s packs its sources and its build, no tests, no keys, no caches",
    async (name) => {
      const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], {
        cwd: packages + name,
      });
      const [{ files }] = JSON.parse(stdout) as [{ files: Array<{ path: string }> }];
      const odd = files.map(({ path }) => path).filter((path) => !packed.test(path));
      assert.deepEqual(odd, []);
      assert.ok(
        files.some(({ path }) => path.startsWith("src/")),
        "the sources that maps point to",
      );
    },
  );
});
