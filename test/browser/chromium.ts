import { type Browser, chromium } from "playwright-core";
import { toolPath } from "../run/debian-tools.mjs";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Debian's browser, with a profile of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: toolPath("chromium"), args, headless: true });
}
