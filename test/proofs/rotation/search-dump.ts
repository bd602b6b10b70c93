import { Secret } from "otpauth";
import { marker } from "./people.js";

export interface Canaries {
  /** One-time codes that were used. */
  readonly codes: ReadonlySet<string>;
  readonly recoveryCodes: readonly string[];
}

/** What must be in no dump: how often it is there. */
export function searchDump(dump: string, { codes, recoveryCodes }: Canaries): number {
  return (
    markerForms().reduce((found, form) => found + count(dump, form), 0) +
    recoveryCodes.reduce((found, code) => found + count(dump, code) + count(dump, bare(code)), 0) +
    // Six digits stand in any long row of digits: as a value of their own they would be a code.
    (dump.match(/(?<![\w+/=-])\d{6}(?![\w+/=-])/g) ?? []).filter((digits) => codes.has(digits))
      .length
  );
}

const bare = (code: string) => code.replaceAll("-", "");

const count = (text: string, part: string) => text.split(part).length - 1;

/** What every secret begins with, as bytes are written down; what depends on what follows is left off. */
function markerForms(): string[] {
  const hex = marker.toString("hex");
  return [
    marker.toString("latin1"),
    hex,
    hex.toUpperCase(),
    marker.subarray(0, 9).toString("base64"),
    new Secret({ buffer: new Uint8Array(marker).buffer }).base32,
  ];
}
