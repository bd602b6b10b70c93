import { Secret, TOTP } from "otpauth";
import type { GuardResult, RouteReply, RouteRequest } from "../../src/http/index.js";
import {
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  type Notice,
  type SecondFactorOptions,
  type SecurityEvent,
  type Subject,
} from "../../src/index.js";

/** 2026-01-01, on the first second of a time step. */
export const start = Date.UTC(2026, 0, 1);

const keys = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

export interface Sending {
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly parsed?: unknown;
  readonly headers?: Record<string, string>;
  readonly address?: string;
  readonly secure?: boolean;
}

/** The engine without a framework: sessions are objects, requests are plain data. */
export function inProcessApp(options: Partial<SecondFactorOptions> = {}) {
  let now = start;
  const events: SecurityEvent[] = [];
  const notices: Notice[] = [];
  const records = options.records ?? memoryRecords();
  const engine = createSecondFactor({
    issuer: "Acme",
    basePath: "/2fa",
    trustedOrigins: ["https://app.example"],
    keys: keyRing(keys),
    records,
    limits: memoryLimits(),
    development: true,
    clock: { now: () => now },
    events: (event) => void events.push(event),
    notifier: { notify: (notice) => void notices.push(notice) },
    warn: () => {},
    ...options,
  });

  function session(subject: Subject | null, more: Partial<RouteRequest> = {}) {
    const state = { slot: undefined as unknown, rotations: 0 };
    const request = (method: string, url: string, sending: Sending = {}): RouteRequest => {
      const [path = "", query = ""] = url.split("?");
      const headers: Record<string, string> = { ...sending.headers };
      let body = sending.body ?? new Uint8Array();
      if (sending.json !== undefined) {
        headers["content-type"] ??= "application/json";
        body = new TextEncoder().encode(JSON.stringify(sending.json));
      }
      if (sending.form !== undefined) {
        headers["content-type"] ??= "application/x-www-form-urlencoded";
        body = new TextEncoder().encode(new URLSearchParams(sending.form).toString());
      }
      return {
        method,
        path,
        query,
        header: (name) => headers[name],
        client: { address: sending.address ?? "192.0.2.1", secure: sending.secure ?? true },
        body:
          "parsed" in sending
            ? { kind: "parsed", value: sending.parsed }
            : { kind: "unread", read: async (limit) => (body.length > limit ? null : body) },
        subject: () => subject,
        sessionHeldBy: "server",
        session: () => ({
          read: () => state.slot,
          write: (slot) => {
            state.slot = slot ?? undefined;
          },
          rotate: (slot) => {
            state.rotations += 1;
            state.slot = slot;
          },
        }),
        ...more,
      };
    };
    return {
      state,
      request,
      send: (method: string, path: string, sending?: Sending): Promise<RouteReply> =>
        engine.handle(request(method, `/2fa${path}`, sending)),
      guard: async (path = "/account", headers?: Record<string, string>): Promise<GuardResult> =>
        engine.guard(request("GET", path, headers ? { headers } : {})),
      require: (maxAgeSeconds?: number): Promise<GuardResult> =>
        engine.requireSecondFactor(
          request("POST", "/transfer"),
          maxAgeSeconds === undefined ? {} : { maxAgeSeconds },
        ),
    };
  }

  const code = (secret: string, steps = 0): string =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now + steps * 30_000 });

  return {
    engine,
    events,
    notices,
    records,
    session,
    code,
    now: () => now,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
    signIn: (id: string) => session({ id, name: `${id}@example.com` }),
    /** A session whose subject has just enrolled; the confirming code is used up. */
    async enrolled(id: string) {
      const signedIn = session({ id, name: `${id}@example.com` });
      const begun = JSON.parse(
        (await signedIn.send("POST", "/totp/enrollments", { json: {} })).body,
      );
      const secret = (begun.secret as string).replaceAll(" ", "");
      const path = `/totp/enrollments/${begun.enrollmentId}/confirm`;
      const confirmed = await signedIn.send("POST", path, { json: { otp: code(secret) } });
      const { recoveryCodes, authenticator } = JSON.parse(confirmed.body);
      return {
        session: signedIn,
        secret,
        recoveryCodes: recoveryCodes as string[],
        authenticatorId: authenticator.id as string,
      };
    },
  };
}

export const codeOf = (reply: RouteReply): string | undefined =>
  reply.body === "" ? undefined : JSON.parse(reply.body).code;
