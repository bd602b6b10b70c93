import type { SqliteDatabase } from "../sql-database.js";
import { libsqlDatabase } from "./libsql-database.js";

export interface OpenLibsqlOptions {
  /** For a remote database. */
  readonly authToken?: string;
  /**
   * How long a writer waits for another process that is writing to the same file. It waits synchronously, so this is
   * also the longest that it can stop the process. 1000 milliseconds where it is left out, like a store's deadline.
   */
  readonly busyTimeoutMilliseconds?: number;
}

export interface OpenedLibsql extends SqliteDatabase {
  close(): void;
}

/**
 * Opens a database with `@libsql/client`, which has to be installed beside this package: `file:` with a path,
 * `:memory:`, or the address of a remote one.
 *
 * Files are set to write-ahead logging, so that readers and one writer do not stop each other, also across processes;
 * it stays set in the file. `synchronous` stays FULL: with less, a power cut could bring a used code back.
 */
export async function openLibsql(
  url: string,
  options: OpenLibsqlOptions = {},
): Promise<OpenedLibsql> {
  const { authToken, busyTimeoutMilliseconds = 1000 } = options;
  const { createClient } = await import("@libsql/client").catch((cause: unknown) => {
    throw new Error("openLibsql needs @libsql/client, which is not installed.", { cause });
  });
  const auth = authToken === undefined ? {} : { authToken };
  try {
    const client = createClient({ url, timeout: busyTimeoutMilliseconds, ...auth });
    if (client.protocol === "file") await client.execute("PRAGMA journal_mode = WAL");
    return { ...libsqlDatabase(client), close: () => client.close() };
  } catch (cause) {
    if (!url.startsWith("file:")) throw cause;
    throw new Error(
      `openLibsql cannot open ${url}: the folder must be there and this process may write in it, ` +
        "and the file, where there is one, must be a SQLite database.",
      { cause },
    );
  }
}
