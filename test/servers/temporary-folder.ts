import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithProcess } from "./end-with-process.js";

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Removed when this process exits, if not before. */
export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `second-factor-${name}-`));
  const removeNow = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  const forget = endWithProcess(removeNow);
  return {
    path,
    remove() {
      removeNow();
      forget();
    },
  };
}
