import type { WaitUntil } from "../events/after-reply.js";
import type { MaybePromise } from "../maybe-promise.js";
import type { SessionContext, SessionHandle } from "./session-port.js";

/** A request as plain data. Adapters fill it in and decide nothing; whatever costs work is a function. */
export interface RouteRequest {
  /** As on the wire: upper case. */
  readonly method: string;
  /** The whole path as the client sent it, still encoded, without the query. */
  readonly path: string;
  /** What follows the "?", without it; "" where there is none. */
  readonly query: string;
  /** By lower-case name; several fields of one name joined by ", " as HTTP allows. */
  header(name: string): string | undefined;
  readonly client: ClientInfo;
  readonly body: RequestBody;
  /** What the host's `subject` answers, unchecked. */
  subject(): unknown;
  /** The session port's word: what a client holds, it can drop or roll back. */
  readonly sessionHeldBy: "server" | "client";
  /** Opens the slot in the host's session. */
  session(context: SessionContext): MaybePromise<SessionHandle>;
  /** Keeps work going that no reply waits for, where the runtime ends a request with its reply. */
  readonly waitUntil?: WaitUntil | undefined;
}

export interface ClientInfo {
  /** Undefined where it can't be known; the address limit is then off, and says so. */
  readonly address: string | undefined;
  /** Whether the client's connection is TLS. */
  readonly secure: boolean;
  /** A proxy stands in front and no `client` option says whom to trust. */
  readonly addressWithheld?: boolean;
}

/** Two modes: nobody read the body yet and the core reads the bytes, or the host parsed it and its rules apply. */
export type RequestBody =
  | {
      readonly kind: "unread";
      /** The bytes, or null as soon as there are more than `limit`. Rejects where the client went away. */
      read(limit: number): Promise<Uint8Array | null>;
    }
  | {
      readonly kind: "parsed";
      /** What the host's parser made of it; a promise where its framework tells only so. */
      readonly value: unknown;
    };

/** Also plain data. `headers` may name one field several times (Set-Cookie). */
export interface RouteReply {
  readonly status: number;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Empty where the status allows none. */
  readonly body: string;
}

/** What a guard decided. `headers` belong on the reply either way (a sealed cookie that was written, say). */
export type GuardResult =
  | {
      readonly pass: true;
      readonly headers: RouteReply["headers"];
      /** True where nobody was signed in: the adapter then looks again after the handlers below (see `watchSignIn`). */
      readonly signedOut: boolean;
    }
  | { readonly pass: false; readonly reply: RouteReply };
