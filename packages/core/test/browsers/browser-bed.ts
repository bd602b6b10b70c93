import type { RouteReply } from "../../src/http/index.js";
import type { SecondFactorOptions, Subject } from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

type App = ReturnType<typeof inProcessApp>;
type Session = ReturnType<App["session"]>;
type Headers = RouteReply["headers"];

const cookieName = "__Host-second-factor-browser";

/** The fields that set the browser's cookie. */
export const setCookies = (headers: Headers): readonly string[] =>
  headers.filter(([name]) => name === "Set-Cookie").map(([, value]) => value);

/** A person's browser: one cookie of ours outlives its sessions, and each session is a sign-in of its own. */
export function browserOf(app: App, id = "alice", cookie = "") {
  const jar = { cookie };
  let session: Session = app.signIn(id);
  const take = (headers: Headers): void => {
    for (const field of setCookies(headers)) {
      if (field.startsWith(cookieName))
        jar.cookie = field.split(";")[0]!.slice(cookieName.length + 1);
    }
  };
  const headers = (): Record<string, string> => ({
    "user-agent": firefox,
    ...(jar.cookie !== "" && { cookie: `theme=dark; ${cookieName}=${jar.cookie}` }),
  });
  return {
    jar,
    get session() {
      return session;
    },
    /** The session ends and the cookie stays. */
    signIn(as: Subject = { id, name: `${id}@example.com` }) {
      session = app.session(as);
    },
    async send(method: string, path: string, json?: unknown): Promise<RouteReply> {
      const sending = { headers: headers(), ...(json !== undefined && { json }) };
      const reply = await session.send(method, path, sending);
      take(reply.headers);
      return reply;
    },
    verify(otp: string, more: object = {}) {
      return this.send("POST", "/verify", { otp, ...more });
    },
    /** Whether the guard lets it pass. */
    async passes(): Promise<boolean> {
      const result = await session.guard("/account", headers());
      take(result.pass ? result.headers : result.reply.headers);
      return result.pass;
    },
    /** The same cookie in another browser, signed in with the same password. */
    copy: () => browserOf(app, id, jar.cookie),
  };
}

export type Browser = ReturnType<typeof browserOf>;

export const trusting: Partial<SecondFactorOptions> = { browsers: { trustDays: 14 } };

/** Alice, enrolled, with a browser that verified once; its next code is unused. */
export async function knownBrowser(options: Partial<SecondFactorOptions> = {}, more: object = {}) {
  const app = inProcessApp(options);
  const alice = await app.enrolled("alice");
  app.advance(30);
  const browser = browserOf(app);
  const verified = await browser.verify(app.code(alice.secret), more);
  app.advance(30);
  return { app, alice, browser, verified };
}

/** The same, and it is trusted. */
export const trustedBrowser = (options: Partial<SecondFactorOptions> = {}) =>
  knownBrowser({ ...trusting, ...options }, { trustBrowser: true });

export const recordOf = (app: App, id = "alice") => app.records.forNamespace("default").load(id);

/** What a program sees of the account from this browser. */
export const status = async (browser: Browser) =>
  JSON.parse((await browser.send("GET", "/")).body) as {
    amr: string[];
    browsers: { id: string; name: string; trustedUntil: string; current: boolean }[];
  };
