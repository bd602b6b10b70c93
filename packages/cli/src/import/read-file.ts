import { createReadStream, statSync } from "node:fs";
import { CliError } from "../cli-error.js";

export interface OpenedFile {
  readonly bytes: AsyncIterable<Buffer>;
  /** Null where nobody knows, as of standard input. */
  readonly size: number | null;
  /** How many have been read. */
  bytesRead(): number;
}

/**
 * A file a piece at a time, or standard input for "-". Ends where the signal says so.
 *
 * @throws CliError `import_unreadable`
 */
export function openFile(path: string, signal: AbortSignal): OpenedFile {
  const stream = path === "-" ? process.stdin : createReadStream(path);
  const size = path === "-" ? null : sizeOf(path);
  let read = 0;

  // Standard input may never say anything more.
  signal.addEventListener("abort", () => stream.destroy(), { once: true });

  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        read += piece.length;
        yield piece;
      }
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
  }
  return { bytes: bytes(), size, bytesRead: () => read };
}

function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    if (found.isFile()) return found.size;
  } catch (cause) {
    const { code = "it cannot be read" } = cause as NodeJS.ErrnoException;
    throw unreadable(path, code, cause);
  }
  throw unreadable(path, "it is no file");
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new CliError(
    "import_unreadable",
    `${path} cannot be read: ${why}.`,
    "Name a file, or - for standard input.",
    undefined,
    { cause },
  );
