import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { describe, it } from "vitest";
import { workerSources } from "../runtimes/workers/bundle-worker.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** What most Workers import. A bundler must be able to leave out all that these names do not stand on. */
const suite = `
  export { createSecondFactor, keyRing } from "@second-factor/core";
  export { secondFactor } from "@second-factor/hono";
`;

/** What became of the code in a bundle of one file: at start, or with what is loaded on demand. */
async function filesIn(code: string, whole: boolean): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: here },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["hono", "hono/*"],
    plugins: [
      {
        name: "on-demand",
        setup({ onResolve }) {
          onResolve({ filter: whole ? /^$/ : /./ }, ({ path, kind }) =>
            kind === "dynamic-import" ? { path, external: true } : null,
          );
        },
      },
      workerSources,
    ],
    logLevel: "silent",
  });
  return survivors(metafile);
}

function survivors({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path !== "<stdin>")
      .map(([path]) => path.replace(/^.*(?:node_modules|packages)\//, "")),
  );
}

const among = (files: readonly string[], pattern: RegExp) =>
  files.filter((file) => pattern.test(file));

const libraries = (files: readonly string[]) =>
  files.filter((file) => !/^(?:core|hono)\/src\//.test(file));

describe("EDG-03: the edge bundle", () => {
  it("holds no library at start, and those for Base32 and the QR code on demand", async () => {
    assert.deepEqual(libraries(await filesIn(suite, false)), [], "nothing but our own at start");
    const whole = libraries(await filesIn(suite, true)).map((file) => file.split("/")[0]);
    assert.deepEqual([...new Set(whole)].sort(), ["dijkstrajs", "otpauth", "qrcode"]);
    const renderers = among(
      await filesIn(suite, true),
      /qrcode\/lib\/(?:renderer\/(?!svg|utils)|server|browser)/,
    );
    assert.deepEqual(renderers, [], "of qrcode its SVG alone");
  });

  it("starts with the guard and the one path of a code, and loads neither later", async () => {
    const start = await filesIn(suite, false);
    for (const file of [
      "core/src/http/guard.ts",
      "core/src/http/routes/verify.ts",
      "core/src/verification/verify-otp.ts",
      "core/src/verification/accept-matches.ts",
      "core/src/crypto/web.ts",
    ])
      assert.ok(start.includes(file), `${file} is there from the start`);
  });

  it("starts without what neither needs: other routes, pages, an operator's work", async () => {
    const start = await filesIn(suite, false);
    assert.deepEqual(
      among(start, /src\/http\/routes\/(?!verify|input|finish-verification)|qr-code/),
      [],
      "routes",
    );
    const work =
      /src\/(?:authenticators|secrets\/rotation|staff)\/(?!admin-desk)|redeem-recovery-code|check-stores/;
    assert.deepEqual(among(start, work), [], "enrollment, recovery, operators");
    const routes = await filesIn(suite, true);
    assert.ok(routes.includes("core/src/authenticators/begin-enrollment.ts"), "loaded on demand");
  });

  it("never holds what an app did not import: memory stores, cookies, handlers, master keys", async () => {
    const others =
      /stores\/memory-|sealed-cookie|fetch-handler|node-request|node-body|secrets\/wrapped\/|crypto\/node/;
    assert.deepEqual(among(await filesIn(suite, true), others), []);
    const all = await filesIn(`export * from "@second-factor/core";`, true);
    for (const part of ["memory-records", "sealed-cookie", "fetch-handler", "secrets/wrapped"])
      assert.ok(among(all, new RegExp(part)).length > 0, `${part} is found where it is imported`);
  });
});
