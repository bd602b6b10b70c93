import type { Clock } from "@second-factor/core/stores";
import { must } from "../runner.js";
import { type VirtualAuthenticator, virtualAuthenticator } from "../virtual-authenticator.js";

export interface RequestParts {
  /** At most one of the three. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** undefined leaves a default out. Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** The problem's code; "" where the reply is none. */
  readonly code: string;
}

/** A cookie jar and `fetch`. On mutations it says what a browser says of the app's own pages. */
export interface Browser {
  readonly cookies: Map<string, string>;
  send(method: string, path: string, parts?: RequestParts): Promise<Reply>;
  signIn(user: string): Promise<Reply>;
  /** Signs in and enrolls to the end; the confirming code is used up by it. */
  enroll(user: string): Promise<Enrolled>;
  verify(otp: string): Promise<Reply>;
}

export interface Enrolled {
  readonly id: string;
  readonly authenticator: VirtualAuthenticator;
  readonly recoveryCodes: readonly string[];
}

/** What a browser's navigation or form asks for. */
export const asBrowser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } as const;

export function createBrowser(
  origin: string,
  clock: Clock,
  seen: (request: Request, response: Response, body: string) => void,
): Browser {
  const cookies = new Map<string, string>();

  async function send(method: string, path: string, parts: RequestParts = {}): Promise<Reply> {
    const mutates = !["GET", "HEAD", "OPTIONS"].includes(method);
    const { body, type } = contentOf(parts);
    const fields = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") || undefined,
      "content-type": type,
      "sec-fetch-site": mutates ? "same-origin" : undefined,
      ...parts.headers,
    };
    const headers = Object.entries(fields).filter(
      (field): field is [string, string] => field[1] !== undefined,
    );
    const init = {
      method,
      headers,
      redirect: "manual",
      ...(body !== undefined && { body, duplex: "half" }),
    };
    const response = await fetch(origin + path, init as RequestInit);
    const text = await response.text();
    takeCookies(cookies, response.headers.getSetCookie());
    seen(new Request(origin + path, { method }), response, text);
    return toReply(response, text);
  }

  return {
    cookies,
    send,
    async signIn(user) {
      const json = { username: user, password: `${user}-password` };
      const reply = await send("POST", "/login", { json });
      must(reply.status === 200, `the app's own sign-in answered ${reply.status}`);
      return reply;
    },
    async enroll(user) {
      await this.signIn(user);
      const begun = await send("POST", "/2fa/totp/enrollments", { json: {} });
      must(begun.status === 201, `a first enrollment answered ${begun.status} ${begun.code}`);
      const id = String(begun.json.enrollmentId);
      const authenticator = virtualAuthenticator(String(begun.json.keyUri), clock);
      const path = `/2fa/totp/enrollments/${id}/confirm`;
      const confirmed = await send("POST", path, { json: { otp: authenticator.code() } });
      must(
        confirmed.status === 200,
        `its first code answered ${confirmed.status} ${confirmed.code}`,
      );
      return { id, authenticator, recoveryCodes: confirmed.json.recoveryCodes as string[] };
    },
    verify: (otp) => send("POST", "/2fa/verify", { json: { otp } }),
  };
}

function contentOf({ json, form, body }: RequestParts): { body?: BodyInit; type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: "application/json" };
  if (form === undefined) return body === undefined ? {} : { body };
  return {
    body: new URLSearchParams(form).toString(),
    type: "application/x-www-form-urlencoded",
  };
}

function takeCookies(cookies: Map<string, string>, fields: readonly string[]): void {
  for (const field of fields) {
    const [pair = "", ...attributes] = field.split(";");
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const gone = attributes.some((attribute) =>
      /^ *(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(attribute),
    );
    if (gone) cookies.delete(name);
    else cookies.set(name, pair.slice(at + 1));
  }
}

function toReply(response: Response, text: string): Reply {
  const { status, headers } = response;
  const isJson = /^application\/(?:problem\+)?json/.test(headers.get("content-type") ?? "");
  const json = (isJson && text !== "" ? JSON.parse(text) : {}) as Record<string, unknown>;
  const isProblem = headers.get("content-type") === "application/problem+json";
  return { status, headers, text, json, code: isProblem ? String(json.code) : "" };
}
