import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Client, createClient } from "../testbed/client/client.js";
import { createWire } from "../testbed/client/wire.js";
import { enroll } from "./enroll.js";
import { dataFolder, type ExampleName, exampleNames, startExample } from "./example-process.js";

async function withExample<T>(
  name: ExampleName,
  dataDir: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const bank = await startExample(name, { dataDir });
  const wire = createWire(bank.port);
  try {
    return await work(createClient({ wire, clock: Date, basePath: "/2fa" }));
  } finally {
    wire.close();
    await bank.stop();
  }
}

test.each(exampleNames)("a restart of the %s example keeps second factors", async (name) => {
  const dataDir = dataFolder();
  const { phone, usedCode } = await withExample(name, dataDir, async (client) => {
    await client.login("alice");
    return enroll(client, Date);
  });
  await withExample(name, dataDir, async (client) => {
    await client.login("alice");
    expect((await client.request("GET", "/account")).code).toBe("second_factor_required");
    expect((await client.verify(usedCode)).code).toBe("invalid_otp");
    expect((await client.verify(phone.code(1))).status).toBe(200);
    expect((await client.request("GET", "/account")).status).toBe(200);
  });
  expect(statSync(join(dataDir, "second-factor-keys")).mode & 0o777).toBe(0o600);
  rmSync(dataDir, { recursive: true });
});

test("an example says once where it listens, after what a newcomer has to know", async () => {
  const bank = await startExample("express", { env: { HOST: "localhost" } });
  const lines = bank.output().trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("listening on "))).toEqual([lines.at(-1)]);
  expect(lines.at(-1)).toBe(`listening on http://localhost:${bank.port}`);
  expect(bank.output()).toContain("alice-password");
  expect(bank.output()).toMatch(/^Mail is written to \/.+\/mail; set SMTP_URL to have it sent\.$/m);
  await bank.stop();
});

test("an example is no app for production", async () => {
  const started = startExample("express", { env: { NODE_ENV: "production" } });
  await expect(started).rejects.toThrow(/ConfigurationError: .*memory store/s);
});
