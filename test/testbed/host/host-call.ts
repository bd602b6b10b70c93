/** One request to the bank, in no framework's words: what its routes and its sign-in need. */
export interface HostCall {
  readonly method: string;
  header(name: string): string | undefined;
  query(name: string): string | undefined;
  /** The body as the host's parser left it. */
  fields(): Promise<Record<string, unknown>>;
  /** Whom the bank's own middleware found, or null. */
  readonly visitor: Visitor | null;
  session(): Promise<Record<string, unknown>>;
  /** Merges into the session's data. */
  remember(data: Record<string, unknown>): Promise<void>;
  /** A session with a new id and nothing of before but the user. */
  signIn(user: string): Promise<void>;
  /** Ends the second factor, then the session. */
  signOut(): Promise<void>;
}

export interface Visitor {
  readonly user: string;
  /** When the first factor was checked, where the bank knows. */
  readonly authenticatedAt?: number;
  /** The `jti`, where a token was shown instead of a session. */
  readonly tokenId?: string;
}

export interface HostReply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: ReadonlyArray<readonly [string, string]>;
  readonly stream?: () => AsyncIterable<Uint8Array>;
}

/** What middlewares hang on the request: Express's `req`, Koa's `ctx.state`, Hono's variables. */
export interface Visited {
  visitor?: Visitor | null;
}
