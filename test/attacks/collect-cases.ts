import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

/** Every case of every file in a folder: a file that is there cannot be forgotten. */
export async function collectCases<Case extends { readonly id: string }>(
  folder: URL,
): Promise<readonly Case[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort();
  const collected: Case[] = [];
  for (const file of files) {
    const exported: Record<string, unknown> = await import(new URL(file, folder).href);
    const arrays = Object.values(exported).filter((value) => Array.isArray(value));
    assert.equal(arrays.length, 1, `cases/${file} exports exactly one array of cases`);
    collected.push(...(arrays[0] as readonly Case[]));
  }
  const ids = collected.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  assert.deepEqual(twice, [], "each id has one case");
  return collected.sort((a, b) => (a.id < b.id ? -1 : 1));
}
