import { MasterKeyError } from "@second-factor/core";
import type Api from "pkcs11js";
import { codeOf } from "./pkcs11-fault.js";

/** The library between one start and the next; sessions of an earlier one are gone. */
export interface Running {
  readonly api: typeof Api;
  readonly pkcs11: Api.PKCS11;
}

export interface Library {
  /** One caller at a time: a restart under another's call is undefined behaviour. */
  use<T>(work: (running: Running) => Promise<T>): Promise<T>;
  /**
   * For the one whose turn it is: some libraries see a token that came back, or a network that did, only after that.
   * Null where it was done a moment ago.
   */
  restart(): Promise<Running | null>;
}

/** A token that is gone is looked for with every request; a restart stops the process for as long as it takes. */
const restartAgainMilliseconds = 500;

const libraries = new Map<string, Library>();

/** One for each file: the library's own state is the process's, however many keys are used of it. */
export function sharedLibrary(path: string): Library {
  const known = libraries.get(path);
  if (known !== undefined) return known;
  const library = createLibrary(path);
  libraries.set(path, library);
  return library;
}

function createLibrary(path: string): Library {
  let last: Promise<unknown> = Promise.resolve();
  let loaded: Running | null = null;
  let running: Running | null = null;
  /** Whoever else in the process started it may be in the middle of something. */
  let isOurs = false;
  let restartedAt = Number.NEGATIVE_INFINITY;

  async function start(): Promise<Running> {
    loaded ??= await load(path);
    const { api, pkcs11 } = loaded;
    try {
      pkcs11.C_Initialize({ flags: api.CKF_OS_LOCKING_OK });
      isOurs = true;
    } catch (error) {
      if (codeOf(error) !== "CKR_CRYPTOKI_ALREADY_INITIALIZED") throw error;
      isOurs = false;
    }
    running = { ...loaded };
    return running;
  }

  return {
    use(work) {
      const result = last.then(async () => work(running ?? (await start())));
      last = result.catch(() => undefined);
      return result;
    },
    async restart() {
      const now = performance.now();
      if (now - restartedAt < restartAgainMilliseconds) return null;
      restartedAt = now;
      running = null;
      if (isOurs) finalize(loaded);
      return start();
    },
  };
}

function finalize(loaded: Running | null): void {
  try {
    loaded?.pkcs11.C_Finalize();
  } catch {
    // It was not started: just as well.
  }
}

async function load(path: string): Promise<Running> {
  // Its named exports are made while it loads, which only a default import sees.
  const { default: api } = await import("pkcs11js").catch(() => {
    throw new MasterKeyError("unreachable", "pkcs11js is not installed, or was not compiled");
  });
  const pkcs11 = new api.PKCS11();
  try {
    pkcs11.load(path);
  } catch {
    throw new MasterKeyError("unreachable", `the library ${path} cannot be loaded`);
  }
  return { api, pkcs11 };
}
