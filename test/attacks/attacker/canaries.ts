import assert from "node:assert/strict";
import { base64, base64url, hex, latin1, utf8 } from "./encodings.js";

/** One thing that must not be written down anywhere. */
export interface Canary {
  readonly name: string;
  /** As text, and as bytes where it stands for some. */
  readonly text: string;
  readonly bytes?: Uint8Array;
}

/** All the ways in which it could be written without meaning to. */
function formsOf({ text, bytes }: Canary): Set<string> {
  const forms = new Set<string>();
  const compact = text.replaceAll(/[ -]/g, "");
  for (const spelled of [text, compact, compact.toLowerCase()]) {
    forms.add(spelled);
    forms.add(encodeURIComponent(spelled));
    forms.add(JSON.stringify(spelled).slice(1, -1));
    forms.add([...spelled].reverse().join(""));
    // Six digits in hexadecimal are digits as well, and stand somewhere by chance.
    if (spelled.length < 12) continue;
    forms.add(hex(utf8(spelled)));
    forms.add(base64(utf8(spelled)).replaceAll("=", ""));
    forms.add(spelled.slice(0, 12));
    forms.add(spelled.slice(-12));
  }
  if (bytes === undefined) return forms;
  for (const encode of [hex, base64, base64url, latin1])
    forms.add(encode(bytes).replaceAll("=", ""));
  forms.add([...bytes].join(","));
  forms.add([...bytes].map((byte) => hex(Uint8Array.of(byte))).join(" "));
  forms.add(hex(bytes).toUpperCase());
  return forms;
}

/** Fails where any of them stands in the text, naming which and where, but never what. */
export function mustNotContain(where: string, text: string, canaries: readonly Canary[]): void {
  for (const canary of canaries) {
    for (const form of formsOf(canary))
      assert.ok(!text.includes(form), `${canary.name} stands in ${where}`);
  }
}
