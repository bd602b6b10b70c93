import type { Miniflare } from "miniflare";
import { createCookieJar } from "../../testbed/client/cookie-jar.js";

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, string>> & { readonly recoveryCodes?: readonly string[] };
}

export type Ask = (path: string, json?: unknown) => Promise<Reply>;

/** A browser of that user with a session of its own, at a Worker that asks `sessionOf` who somebody is. */
export function visitor(
  miniflare: Pick<Miniflare, "dispatchFetch">,
  user: string,
  session: string,
  origin = "https://app.acme.example",
): Ask {
  const cookies = createCookieJar();
  const since = String(Date.now());
  return async function ask(path, json) {
    const response = await miniflare.dispatchFetch(`${origin}${path}`, {
      method: json === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        "cf-connecting-ip": "192.0.2.7",
        "x-user": user,
        "x-session": session,
        "x-since": since,
        cookie: cookies.header() ?? "",
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    cookies.take(response.headers.getSetCookie());
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith("{") ? JSON.parse(text) : { text },
    };
  };
}
