import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumers, installConsumers } from "./install-consumers.js";

describe("packed tarballs in an app of their own", () => {
  let consumers: Consumers;
  beforeAll(async () => {
    consumers = await installConsumers();
  }, 180_000);
  afterAll(() => consumers?.remove());

  it("work in JavaScript with import", async () => {
    expect(await consumers.run("node", ["js-esm/app.js"])).toBe("works");
  });

  it("work in JavaScript with require()", async () => {
    const silent = ["--no-warnings", "js-commonjs/app.cjs"];
    expect(await consumers.run("node", silent)).toBe("works");
  });

  it("compile and work in TypeScript with nodenext", async () => {
    expect(await consumers.run("tsc", ["-p", "ts-nodenext"])).toBe("");
    expect(await consumers.run("node", ["ts-nodenext/dist/app.js"])).toBe("works");
  });

  it("compile, bundle and work in TypeScript with bundler resolution", async () => {
    expect(await consumers.run("tsc", ["-p", "ts-bundler"])).toBe("");
    const out = join("ts-bundler", "app.mjs");
    const bundle = [
      "app.ts",
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--packages=bundle",
      `--outfile=${out}`,
    ];
    const shim =
      "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await consumers.run("esbuild", [...bundle, shim, "--external:@libsql/client"]);
    expect(await consumers.run("node", [out])).toBe("works");
  });

  it("bundle for the edge with what is imported and no more", async () => {
    const worker = await consumers.run("esbuild", [
      "edge/worker.js",
      "--bundle",
      "--format=esm",
      "--platform=browser",
      "--conditions=workerd,worker,browser",
      "--external:hono",
      "--external:hono/*",
    ]);
    for (const name of ["createSecondFactor", "verifyOtp", "beginEnrollment"])
      expect(worker).toContain(`function ${name}(`);
    for (const name of ["memoryRecords", "createFetchHandler", "wrappedKeyRing", "nodeWire"])
      expect(worker, `${name} is not imported`).not.toContain(`function ${name}(`);
    expect(worker).toContain("The amount of data is too big to be stored in a QR Code");
    expect(worker, "nothing of Node").not.toMatch(/from "node:|require\("/);
  });
});
