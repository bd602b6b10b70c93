import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type KeyRing, keyRing } from "@second-factor/core";

/**
 * The key ring of a developer's machine: made once, kept beside the data, readable by its owner alone. In production it
 * comes from where the app keeps its other secrets, never from beside what it protects.
 */
export async function developmentKeyRing(dataDir: string): Promise<KeyRing> {
  const file = join(dataDir, "second-factor-keys");
  const text = `dev1:${randomBytes(32).toString("base64")}`;
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return keyRing((await readFile(file, "utf8")).trim());
}
