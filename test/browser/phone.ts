import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { toolPath } from "../run/debian-tools.mjs";

const run = async (command: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(command, args)).stdout.trim();

/** The key URI as a camera gets it: from the pixels of the page. */
export async function scanQrCode(page: Page): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "second-factor-qr-"));
  try {
    const file = join(folder, "qr.png");
    await writeFile(file, await page.getByRole("img", { name: /^QR code/ }).screenshot());
    return await run(toolPath("zbarimg"), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const secretOf = (keyUri: string) => new URL(keyUri).searchParams.get("secret") ?? "";

/** The code that oathtool computes for now, or for so many seconds later. */
export function oathtoolCode(keyUri: string, seconds = 0): Promise<string> {
  const now = `+${seconds} seconds`;
  return run(toolPath("oathtool"), "--totp", "--base32", "--now", now, secretOf(keyUri));
}

export interface PyotpReading {
  readonly issuer: string;
  readonly name: string;
  /** For the same moment as oathtool's with the same number of seconds. */
  readonly code: string;
}

const script = `
import json, sys, time, pyotp
totp = pyotp.parse_uri(sys.argv[1])
code = totp.at(time.time() + float(sys.argv[2]))
print(json.dumps({"issuer": totp.issuer, "name": totp.name, "code": code}))
`;

/** The whole URI, as pyotp understands it. */
export async function readWithPyotp(keyUri: string, seconds = 0): Promise<PyotpReading> {
  return JSON.parse(await run("/usr/bin/python3", "-c", script, keyUri, String(seconds)));
}
