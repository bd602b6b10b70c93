import { SetUpError } from "./set-up-error.js";

/** What the environment says of where to listen and where to keep things. */
export interface Place {
  readonly hostname: string;
  /** 0 is any that is free. */
  readonly port: number;
  readonly dataDir: string;
}

export function readPlace(env = process.env): Place {
  const { PORT = "3000", HOST = "127.0.0.1", DATA_DIR = ".data" } = env;
  return { hostname: HOST, port: Number(PORT), dataDir: DATA_DIR };
}

/** For a port that is taken, or an address that is somebody else's. */
export function cannotListen({ hostname, port }: Place, error: unknown): SetUpError {
  const { code, name } = error as NodeJS.ErrnoException;
  const remedy = "End what listens there, or set PORT and HOST.";
  return new SetUpError(`Can't listen on port ${port} of ${hostname} (${code ?? name}). ${remedy}`);
}
