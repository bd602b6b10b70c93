import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type KeyRing, keyRing } from "@second-factor/core";

/**
 * The key ring of a developer's machine. In production it comes from where the app keeps its other secrets, never from
 * beside what it protects.
 */
export async function developmentKeyRing(dataDir: string): Promise<KeyRing> {
  return keyRing(await developmentSecret(dataDir, "second-factor-keys", (key) => `dev1:${key}`));
}

/** 32 random bytes in Base64: made once, kept beside the data, readable by its owner alone. */
export async function developmentSecret(
  dataDir: string,
  name: string,
  format = (key: string) => key,
): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, name);
  const text = format(randomBytes(32).toString("base64"));
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(file, "utf8")).trim();
}
