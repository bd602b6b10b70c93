import { type BrowserCookie, cookieLifetimeMs } from "../../browsers/browser-cookie.js";
import type { MaybePromise } from "../../maybe-promise.js";
import { Unavailable } from "../../unavailable.js";
import type { Call } from "../call.js";
import { readCookie } from "../read-cookie.js";

type CookieCall = Pick<Call, "suite" | "request" | "subject" | "keeper" | "now">;

/** The prefix wants Secure; over plain HTTP (development) browsers would drop the cookie without a word. */
const cookieName = (secure: boolean): string =>
  secure ? "__Host-second-factor-browser" : "second-factor-browser";

/** The browser's cookie, or null: where there is none, where anything about it is odd, and where its key is away. */
export function readBrowserCookie(call: CookieCall): MaybePromise<BrowserCookie | null> {
  // What holds tokens is no browser.
  if (call.keeper === "token") return null;
  const { secure } = call.request.client;
  const sealed = readCookie(call.request.header("cookie"), cookieName(secure));
  return sealed === undefined ? null : open(call, sealed);
}

async function open(
  { suite, subject, now }: CookieCall,
  sealed: string,
): Promise<BrowserCookie | null> {
  try {
    return parse(await suite.browserSeal.open(sealed, subject.id), now);
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}

/** @throws Unavailable `key_unavailable` */
export async function writeBrowserCookie(
  { suite, request, subject, replyHeaders }: CookieCall & Pick<Call, "replyHeaders">,
  cookie: BrowserCookie,
): Promise<void> {
  const { secure } = request.client;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const sealed = await suite.browserSeal.seal(cookie, subject.id);
  const field = `${cookieName(secure)}=${sealed}; ${attributes}; Max-Age=${cookieLifetimeMs / 1000}`;
  replyHeaders.push(["Set-Cookie", field]);
}

/** Only this engine seals: what does not look as it should is of another version. */
function parse(value: unknown, now: number): BrowserCookie | null {
  if (typeof value !== "object" || value === null) return null;
  const { browserId, epoch, setAt, secret } = value as Record<keyof BrowserCookie, unknown>;
  if (typeof browserId !== "string" || typeof epoch !== "string" || typeof secret !== "string")
    return null;
  // Said so that a comparison with NaN refuses.
  if (typeof setAt !== "number" || !(now - setAt < cookieLifetimeMs)) return null;
  return { browserId, epoch, setAt, secret };
}
