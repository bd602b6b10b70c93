import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The file in this repository that a help URL leads to. */
export function docsFile(page: string): string {
  return `${root}${page.replace(/^.*\/blob\/main\//, "")}`;
}

const source = readFileSync(
  `${root}packages/core/src/configuration/configuration-error.ts`,
  "utf8",
);

/** Warned about and not refused: the suite goes on, with less than it could do. */
export const warningCodes = ["address_unknown", "authenticated_at_missing", "totp_parameters"];

/** The union `ConfigurationCode`, which has no values at run time. */
export const configurationCodes = [...source.matchAll(/^ {2}\| "([a-z_]+)"/gm)]
  .map(([, code]) => code ?? "")
  .filter((code) => !warningCodes.includes(code));
