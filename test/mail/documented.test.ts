import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { english } from "@second-factor/mail";
import { it } from "vitest";
import { readNoticeKinds } from "./read-notice-kinds.js";

const page = readFileSync(new URL("../../docs/mail.md", import.meta.url), "utf8");

it("docs/mail.md says of every kind of notice when it is sent, and the mails have a sentence for it", () => {
  const kinds = readNoticeKinds();
  const rows = [...page.matchAll(/^\| `([a-z]+_[a-z_]+)` +\| (.*?) +\|/gm)];
  const listed = rows.map(([, kind]) => kind);
  assert.deepEqual(listed.sort(), [...kinds].sort(), "the table under What is sent when");
  for (const [, kind, when] of rows) assert.ok(when, `${kind}: when is it sent?`);
  assert.deepEqual(Object.keys(english.kinds).sort(), [...kinds].sort(), "the catalog");
});
