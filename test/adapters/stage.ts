import type { FakeEngine } from "./fake-engine.js";

/** One app per framework and major, the same everywhere; see `Driver.start`. */
export interface Driver {
  readonly name: string;
  /**
   * Serves, on a free port: fields of the host's where the request has `x-host`; body parsers where `parsers`; the
   * routes at `mountAt`; then `guard({ public: ["/raw"] })`; GET /page, which sets a cookie and a type and answers
   * "page"; GET /raw, the same at the framework's lowest level; POST /transfer behind
   * `requireSecondFactor({ maxAgeSeconds: 60 })`; POST /sign-out. The error handler answers 500 with the message.
   */
  start(engine: FakeEngine, setUp: SetUp): Promise<Running>;
}

export interface SetUp {
  readonly parsers: boolean;
  readonly mountAt: string;
}

export interface Running {
  readonly origin: string;
  readonly middlewares: readonly object[];
  close(): Promise<void>;
}

/** What a case has in hand; `start` comes first. */
export interface Stage {
  readonly engine: FakeEngine;
  readonly running: Running;
  /** Resolves with the origin. */
  start(setUp?: Partial<SetUp>): Promise<string>;
  post(path: string, body: BodyInit | null, type: string): Promise<Response>;
}
