import { memoryRecords, type SecondFactorOptions } from "@second-factor/core";
import { memoryLimits } from "@second-factor/core/stores";
import { type ManualClock, manualClock } from "../manual-clock.js";
import type { Runner } from "../runner.js";
import { type Browser, createBrowser } from "./browser.js";
import { contractPages } from "./contract-pages.js";
import { type Exchange, toExchange } from "./exchange.js";

/**
 * An adapter and how to start the app that the contract drives over HTTP. The app is the host's side alone:
 *
 * - engine options of its own: `issuer`, `basePath: "/2fa"`, `trustedOrigins` with its origin, `keys`, and
 *   `development: true`; what `start` is given is spread over them.
 * - every reply, ours too, carries the host's `Set-Cookie: visited=yes`, set before the suite's middlewares run.
 * - `POST /login` { username, password }: any lower-case name signs in with the password `NAME-password`, in a session
 *   with a new id. `POST /logout` calls `signOut` and ends the session.
 * - `POST /cart` { item } keeps it in the host's session, `GET /cart` answers { cart }.
 * - `Authorization: Bearer NAME.JTI.TIME` signs NAME in by a token: `tokenId` is JTI and `authenticatedAt` is TIME.
 * - the routes at `/2fa`, then `guard()`, and below it `GET /account` (JSON), `POST /transfer` { to, amount } behind
 *   `requireSecondFactor({ maxAgeSeconds: 300 })`, which answers what it was sent, `GET` and `POST /pay?to=NAME` behind
 *   `requireSecondFactor()` with the action `pay:NAME` and the description "A payment to NAME", both functions of the
 *   request, which answers the fields as its parser left them, `GET /large` (65,536 times
 *   "0123456789abcdef"), `GET /stream` ("chunk 0\n" to "chunk 49\n", written one by one), `GET /cookies` (two cookies,
 *   "theme=dark" and "lang=de", and `X-Host: bank`), and `GET /boom`, which throws.
 * - its error handling answers 500 { error: "host" }, with the error's `code` where that is a string.
 */
export interface AdapterUnderTest {
  readonly name: string;
  start(options: ContractAppOptions): Promise<ContractApp>;
  /** Whether the host's body parser runs before the routes: then its rules for bodies apply, and not ours. */
  readonly parsesBodies?: boolean;
  /** Told of every exchange, so that the replies of several adapters can be compared. */
  readonly record?: (exchange: Exchange) => void;
}

export interface ContractAppOptions {
  readonly engine: Partial<SecondFactorOptions>;
}

export interface ContractApp {
  /** "http://127.0.0.1:1234" */
  readonly origin: string;
  close(): Promise<void>;
}

/** What a case works with: a running app of its own, and browsers that know nothing of each other. */
export interface AdapterCase {
  readonly clock: ManualClock;
  /** What an "unrecorded" one sends is not told to `record`: parallel requests, which end in no order. */
  readonly browser: (unrecorded?: "unrecorded") => Browser;
  readonly parsesBodies: boolean;
}

export type DefineCase = (
  name: string,
  body: (context: AdapterCase) => Promise<void>,
  engine?: Partial<SecondFactorOptions>,
) => void;

export function defineCases(runner: Runner, underTest: AdapterUnderTest): DefineCase {
  return (name, body, engine = {}) =>
    runner.it(name, async () => {
      const clock = manualClock();
      const app = await underTest.start({
        engine: {
          clock,
          records: memoryRecords(),
          limits: memoryLimits(),
          pages: contractPages,
          signInPath: "/sign-in",
          policy: "optional",
          warn: () => undefined,
          ...engine,
        },
      });
      const seen = (request: Request, response: Response, body: string) =>
        underTest.record?.(toExchange(name, request, response, body));
      try {
        await body({
          clock,
          browser: (unrecorded) =>
            createBrowser(app.origin, clock, unrecorded ? () => undefined : seen),
          parsesBodies: underTest.parsesBodies ?? false,
        });
      } finally {
        await app.close();
      }
    });
}
