/** What a browser keeps of having verified: sealed, and bound to its subject, beside whom alone it opens. */
export interface BrowserCookie {
  /** Random, 128 bits. */
  readonly browserId: string;
  /** The subject's epoch when it was set: in another one it is nothing. */
  readonly epoch: string;
  /** Milliseconds since the Unix epoch. */
  readonly setAt: number;
  /** The browser's record has its digest, and it is new at each use; "" in a browser that is only known. */
  readonly secret: string;
}

/** 180 days: what is older is nothing, also to a client that keeps cookies for ever. */
export const cookieLifetimeMs = 15_552_000_000;
