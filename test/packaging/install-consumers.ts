import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Consumers {
  readonly folder: string;
  /** Runs a program of the consumers' own folder and resolves to what it printed. */
  run(command: string, args: readonly string[], cwd?: string): Promise<string>;
  remove(): Promise<void>;
}

/** Packs every package as it would be published and installs the tarballs, and nothing of the workspace, elsewhere. */
export async function installConsumers(): Promise<Consumers> {
  const folder = await mkdtemp(join(tmpdir(), "second-factor-consumers-"));
  await cp(join(root, "test/packaging/consumers"), folder, { recursive: true });
  const dependencies: Record<string, string> = {};
  for (const name of await readdir(join(root, "packages"))) {
    const pack = ["--silent", "pack", "--pack-destination", folder];
    await run(join(root, "node_modules/.bin/pnpm"), pack, { cwd: join(root, "packages", name) });
    dependencies[`@second-factor/${name}`] =
      `file:./second-factor-${name}-${await versionOf(name)}.tgz`;
  }
  const others = await readOthers();
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies: { ...dependencies, ...others } }),
  );
  const quiet = [
    "install",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--prefer-offline",
    "--loglevel=error",
  ];
  await run("npm", quiet, { cwd: folder });
  return {
    folder,
    async run(command, args, cwd = folder) {
      const bin = join(folder, "node_modules/.bin");
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const { stdout } = await run(command, [...args], { cwd, env }).catch((error) => {
        // A compiler says what is wrong on standard output.
        throw new Error(`${command} ${args.join(" ")}: ${error.stdout}${error.stderr}`);
      });
      return stdout.trim();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(join(root, "packages", name, "package.json"), "utf8")).version;
}

/** What an app has besides: its framework and its compiler, in the versions that the tests here use. */
async function readOthers(): Promise<Record<string, string>> {
  const { devDependencies } = JSON.parse(await readFile(join(root, "test/package.json"), "utf8"));
  const { devDependencies: tools } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  return {
    express: devDependencies.express5.replace("npm:express@", ""),
    koa: devDependencies.koa3.replace("npm:koa@", ""),
    hono: devDependencies.hono,
    esbuild: devDependencies.esbuild,
    typescript: tools.typescript,
    "@types/node": tools["@types/node"],
    "@types/express": "^5.0.0",
    "@types/koa": "^3.0.0",
  };
}
