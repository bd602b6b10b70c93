import { mkdir, mkdtemp, readdir, readFile, rm, stat, watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyRing, memoryRecords } from "@second-factor/core";
import { mailPlace, openBank } from "@second-factor-examples/bank/node";
import { simpleParser } from "mailparser";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startMailbox } from "../testbed/mailbox.js";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "second-factor-mail-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const open = () =>
  openBank({
    trustedOrigins: ["http://127.0.0.1:3000"],
    keys: keyRing("k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps="),
    records: memoryRecords(),
    dataDir,
  });

const grounds = { reason: "a test", actor: "dave" };

/** The path of the first mail that has something in it. */
async function firstMail(folder: string): Promise<string> {
  for await (const _ of watch(folder, { signal: AbortSignal.timeout(10_000) })) {
    const name = (await readdir(folder)).find((file) => file.endsWith(".eml"));
    if (name !== undefined && (await stat(join(folder, name))).size > 0) return join(folder, name);
  }
  throw new Error(`Nothing was written to ${folder}.`);
}

it("the example bank writes its mail where it says, for whoever started it alone", async () => {
  const folder = join(dataDir, "mail");
  expect(mailPlace(dataDir)).toBe(`Mail is written to ${folder}; set SMTP_URL to have it sent.`);
  await mkdir(folder);
  const written = firstMail(folder);
  const { engine } = await open();
  await engine.reset("alice", grounds);
  const file = await written;
  const asText = file.replace(/eml$/, "txt");
  for (const path of [file, asText]) expect((await stat(path)).mode & 0o077, path).toBe(0);
  expect(await readFile(asText, "utf8")).toContain("Harbour Bank has removed your second factor.");
  const { subject, to } = await simpleParser(await readFile(file));
  expect(subject).toBe("Harbour Bank: your second factor was reset");
  expect([to].flat()[0]?.text).toBe("alice@harbour.example");
});

it("the example bank sends its mail through SMTP_URL", async () => {
  const mailbox = await startMailbox();
  try {
    vi.stubEnv("SMTP_URL", mailbox.url);
    expect(mailPlace(dataDir)).toBe(`Mail is sent through 127.0.0.1:${mailbox.port}.`);
    const { engine } = await open();
    await engine.reset("bob", grounds);
    await mailbox.nextMail("bob@harbour.example", "second_factor_reset");
    await expect(readdir(join(dataDir, "mail"))).rejects.toThrow("ENOENT");
  } finally {
    await mailbox.stop();
  }
});

it("an SMTP_URL that is none ends the example with a sentence, without what it may hold", async () => {
  vi.stubEnv("SMTP_URL", "user:hunter2@mail.example");
  expect(() => mailPlace(dataDir)).toThrow(/^SMTP_URL is no smtp URL\. Set it to smtp:/);
  await expect(open()).rejects.not.toThrow(/hunter2/);
});
