import type { Clock } from "@second-factor/core";
import { type CookieJar, createCookieJar } from "./cookie-jar.js";
import { type Enrolled, enroll } from "./enroll.js";
import type { Wire, WireHeaders, WireReply } from "./wire.js";

export interface RequestParts {
  /** At most one of the three. `body` goes out as it is, without a Content-Type of its own. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** On top of the defaults; undefined leaves a default out. Names in lower case. */
  readonly headers?: WireHeaders;
}

export interface Reply extends Omit<WireReply, "body"> {
  readonly text: string;
  readonly body: Uint8Array;
  json<T = Record<string, unknown>>(): T;
  /** The problem's code; undefined where the reply is none. */
  readonly code: string | undefined;
}

/** A browser with a cookie jar; on mutations it says that they come from the app's own pages. */
export interface Client {
  readonly cookies: CookieJar;
  request(method: string, path: string, parts?: RequestParts): Promise<Reply>;
  /** By password. Throws where the bank refuses. */
  login(user: string): Promise<Reply>;
  /** Logs in where nobody is, and enrolls to the end; the session is verified then. */
  enroll(user: string, name?: string): Promise<Enrolled>;
  verify(otp: string): Promise<Reply>;
  /** The same cookies, from now on apart: for replaying old ones. */
  clone(): Client;
}

export interface ClientPorts {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly basePath: string;
}

export function createClient(ports: ClientPorts, cookies = createCookieJar()): Client {
  const client: Client = {
    cookies,
    async request(method, path, { json, form, body, headers = {} } = {}) {
      const content =
        json !== undefined
          ? JSON.stringify(json)
          : form
            ? new URLSearchParams(form).toString()
            : body;
      const type =
        json !== undefined ? "application/json" : form && "application/x-www-form-urlencoded";
      const mutates = method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
      const reply = await ports.wire.exchange(
        method,
        path,
        {
          cookie: cookies.header(),
          "content-type": type,
          "content-length": content === undefined ? undefined : String(byteLength(content)),
          "sec-fetch-site": mutates ? "same-origin" : undefined,
          ...headers,
        },
        content,
      );
      cookies.take(reply.setCookies);
      return toReply(reply);
    },
    async login(user) {
      const json = { username: user, password: `${user}-password` };
      const reply = await client.request("POST", "/login", { json });
      if (reply.status !== 200) throw new Error(`login as ${user}: ${reply.status} ${reply.text}`);
      return reply;
    },
    enroll: (user, name) => enroll(client, ports, user, name),
    verify: (otp) => client.request("POST", `${ports.basePath}/verify`, { json: { otp } }),
    clone: () => createClient(ports, cookies.clone()),
  };
  return client;
}

const byteLength = (content: string | Uint8Array): number =>
  typeof content === "string" ? new TextEncoder().encode(content).length : content.length;

function toReply(reply: WireReply): Reply {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(reply.body);
  const isProblem = reply.headers["content-type"]?.startsWith("application/problem+json") ?? false;
  return {
    ...reply,
    text,
    json: <T>() => JSON.parse(text) as T,
    code: isProblem ? (JSON.parse(text || "{}") as { code?: string }).code : undefined,
  };
}
