import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The file in this repository that a help URL leads to. */
export function docsFile(page: string): string {
  return `${root}${page.replace(/^.*\/blob\/main\//, "")}`;
}

const source = ["configuration/configuration-error.ts", "stores/finding.ts"]
  .map((file) => readFileSync(`${root}packages/core/src/${file}`, "utf8"))
  .join("\n");

/** Warned about and not refused: the suite goes on, with less than it could do. */
export const warningCodes = [
  "address_unknown",
  "authenticated_at_missing",
  "clock_differs",
  "key_worn",
  "store_forgot",
  "store_may_forget",
  "store_may_lose",
  "totp_parameters",
  "wait_until_refused",
];

/** The union `ConfigurationCode`, which has no values at run time. */
export const configurationCodes = [...source.matchAll(/^ {2}\| "([a-z_]+)"/gm)]
  .map(([, code]) => code ?? "")
  .filter((code) => !warningCodes.includes(code));
