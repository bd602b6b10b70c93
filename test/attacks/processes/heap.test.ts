import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { it } from "vitest";
import { mustNotContain } from "../attacker/canaries.js";
import { bundleSources } from "../mutate.js";

const masterKey = `k1:${Buffer.from(Uint8Array.from({ length: 32 }, (_, index) => (index * 53 + 19) & 255)).toString("base64")}`;

it("LOG-09 leaves no text of a secret, a recovery code or the key ring in the heap", async () => {
  const entry = fileURLToPath(new URL("heap-program.ts", import.meta.url));
  const program = fileURLToPath(await bundleSources(entry, "heap-program"));
  const folder = mkdtempSync(join(tmpdir(), "second-factor-heap-"));
  try {
    const SNAPSHOT = join(folder, "heap.heapsnapshot");
    const child = fork(program, { env: { ...process.env, SNAPSHOT, MASTER_KEY: masterKey } });
    const [message, [exitCode]] = await Promise.all([
      Promise.race([once(child, "message"), once(child, "exit")]).then(([first]) => first),
      once(child, "exit"),
    ]);
    assert.equal(exitCode, 0);
    const { shown } = message as { shown: number[][] };
    const canaries = shown.map((codes, index) => ({
      name: index < 2 ? "the secret" : `recovery code ${index - 2}`,
      text: String.fromCharCode(...codes.map((code) => code ^ 0x55)),
    }));
    assert.equal(canaries.length, 12);
    const heap = readFileSync(SNAPSHOT, "utf8");
    assert.ok(heap.includes("alice@bank.example"), "the snapshot is one of this program");
    mustNotContain("the heap", heap, [...canaries, { name: "the key ring", text: masterKey }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
