import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { virtualAuthenticator } from "@second-factor/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedProcess, startServed } from "../served/served-process.js";
import { type Client, createClient } from "../testbed/client/client.js";
import { createWire } from "../testbed/client/wire.js";
import { freePort } from "./free-port.js";
import { printed, readersFolder } from "./reader.js";

let folder: string;
beforeAll(() => {
  folder = readersFolder();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Made by the command that the page prints. */
function printedKeys(): string {
  const page = readFileSync(join(printed, "README.md"), "utf8");
  const command = /^export SECOND_FACTOR_KEYS=.+$/m.exec(page)?.[0] ?? "";
  const shell = `${command}; printf %s "$SECOND_FACTOR_KEYS"`;
  return execFileSync("sh", ["-c", shell], { encoding: "utf8" });
}

async function withApp(name: string, work: (browser: () => Client) => Promise<void>) {
  const app: ServedProcess = await startServed([process.execPath, join(folder, `${name}.js`)], {
    NODE_ENV: "development",
    PORT: String(await freePort()),
    SECOND_FACTOR_KEYS: printedKeys(),
  });
  const wire = createWire(app.port);
  try {
    await work(() => createClient({ wire, clock: Date, basePath: "/2fa" }));
  } finally {
    wire.close();
    await app.stop();
  }
}

async function signedIn(client: Client): Promise<Client> {
  const form = { email: "ada@example.com", password: "correct horse" };
  const { status, headers } = await client.request("POST", "/login", { form });
  expect([status, headers.location]).toEqual([302, "/account"]);
  return client;
}

const asPerson = { headers: { accept: "text/html" } };

describe.each(["express", "koa", "hono"])("the quick start for %s", (name) => {
  test("starts from an app that works", () =>
    withApp(`${name}-before`, async (browser) => {
      expect((await browser().request("GET", "/account")).status).toBe(401);
      const client = await signedIn(browser());
      expect((await client.request("GET", "/account")).text).toBe("Hello ada@example.com");
      expect((await client.request("GET", "/2fa")).status).toBe(404);
    }));

  test("enrolls, verifies and guards", () =>
    withApp(name, async (browser) => {
      const client = await signedIn(browser());
      expect((await client.request("GET", "/account")).status).toBe(200);
      expect((await client.request("GET", "/2fa/enroll", asPerson)).text).toContain("Acme");

      const begun = await client.request("POST", "/2fa/totp/enrollments", { json: {} });
      const { enrollmentId, keyUri } = begun.json<{ enrollmentId: string; keyUri: string }>();
      const phone = virtualAuthenticator(keyUri, Date);
      const path = `/2fa/totp/enrollments/${enrollmentId}/confirm`;
      const confirmed = await client.request("POST", path, { json: { otp: phone.code() } });
      expect(confirmed.json<{ recoveryCodes: string[] }>().recoveryCodes).toHaveLength(10);
      expect((await client.request("GET", "/account")).status).toBe(200);

      const next = await signedIn(browser());
      expect((await next.request("GET", "/account")).code).toBe("second_factor_required");
      const { status, headers } = await next.request("GET", "/account", asPerson);
      expect([status, headers.location]).toEqual([303, "/2fa/challenge?return_to=%2Faccount"]);
      expect((await next.verify("000000")).code).toBe("invalid_otp");
      // The confirming code is used up; the next one counts already.
      expect((await next.verify(phone.code(1))).status).toBe(200);
      expect((await next.request("GET", "/account")).text).toBe("Hello ada@example.com");
    }));
});

test("the records that last begin empty, and are there after a restart", () => {
  const script = `
    const { records } = await import("./records.js");
    const bank = records.forNamespace("quick-start");
    console.log((await bank.load("42")).epoch);
    await bank.renewEpoch("42", { to: "changed", at: 1 });`;
  const run = () =>
    spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    }).stdout.trim();
  expect([run(), run()]).toEqual(["", "changed"]);
});
