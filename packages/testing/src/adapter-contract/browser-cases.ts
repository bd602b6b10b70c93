import { must } from "../runner.js";
import type { AdapterCase, DefineCase } from "./adapter-case.js";
import type { Browser } from "./browser.js";
import { mustAnswer, mustRefuse } from "./replies.js";

interface Listed {
  readonly amr: readonly string[];
  readonly browsers: ReadonlyArray<{ readonly id: string; readonly current: boolean }>;
}

const wrong = 40;
const trusting = { browsers: { trustDays: 14 } };

const isOurs = (name: string): boolean => name.endsWith("second-factor-browser");

/** Another session in the same browser: what it keeps of the suite's, and nothing else. */
async function nextSession({ browser }: AdapterCase, before: Browser): Promise<Browser> {
  const next = browser();
  for (const [name, value] of before.cookies) if (isOurs(name)) next.cookies.set(name, value);
  await next.signIn("ada");
  return next;
}

const cookieOf = ({ cookies }: Browser): string | undefined =>
  [...cookies].find(([name]) => isOurs(name))?.[1];

async function enrolled(context: AdapterCase) {
  const first = context.browser();
  const { authenticator } = await first.enroll("ada");
  context.clock.advance({ seconds: 30 });
  return { first, authenticator };
}

async function trusted(context: AdapterCase) {
  const { authenticator } = await enrolled(context);
  const ada = context.browser();
  await ada.signIn("ada");
  const json = { otp: authenticator.code(), trustBrowser: true };
  const verified = await ada.send("POST", "/2fa/verify", { json });
  mustAnswer(verified, 200, "verify with trustBrowser");
  must(typeof verified.json.trustedUntil === "string", "verify must tell until when it is trusted");
  return { ada, authenticator };
}

export function defineBrowserCases(it: DefineCase): void {
  it("gives a browser that verified a budget of its own", async (context) => {
    const { authenticator } = await enrolled(context);
    const ada = context.browser();
    await ada.signIn("ada");
    mustAnswer(await ada.verify(authenticator.code()), 200, "verify");
    must(cookieOf(ada) !== undefined, "verify must leave the browser's cookie");
    const thief = context.browser();
    await thief.signIn("ada");
    for (let tries = 0; tries < 6; tries += 1) await thief.verify(authenticator.code(wrong));
    context.clock.advance({ seconds: 30 });
    const next = await nextSession(context, ada);
    const missed = await next.verify(authenticator.code(wrong));
    mustRefuse(missed, 401, "invalid_otp", "a wrong code in the known browser");
    must(missed.json.attemptsRemaining === 4, "a stranger spent the known browser's tries");
    mustAnswer(await next.verify(authenticator.code()), 200, "the right one");
    const unknown = await thief.verify(authenticator.code());
    mustRefuse(unknown, 429, "too_many_attempts", "any other browser");
  });

  it("trusts no browser unless the engine says so", async (context) => {
    const { authenticator } = await enrolled(context);
    const ada = context.browser();
    await ada.signIn("ada");
    const json = { otp: authenticator.code(), trustBrowser: true };
    mustAnswer(await ada.send("POST", "/2fa/verify", { json }), 200, "verify with trustBrowser");
    const next = await nextSession(context, ada);
    const asked = await next.send("GET", "/account");
    mustRefuse(asked, 403, "second_factor_required", "the next sign-in");
  });

  it(
    "lets a trusted browser past the guard, and past nothing else",
    async (context) => {
      const { ada, authenticator } = await trusted(context);
      const next = await nextSession(context, ada);
      const before = cookieOf(next);
      mustAnswer(await next.send("GET", "/account"), 200, "the guard in a trusted browser");
      must(cookieOf(next) !== before, "its cookie must change with each use");
      const status = (await next.send("GET", "/2fa/")).json as unknown as Listed;
      must(status.amr.join() === "remembered", `the session says ${status.amr.join()}`);
      const transfer = await next.send("POST", "/transfer", { json: {} });
      mustRefuse(transfer, 403, "second_factor_required", "requireSecondFactor");
      const changes = await next.send("POST", "/2fa/recovery-codes", { json: {} });
      mustRefuse(changes, 403, "second_factor_required", "a change of what the account holds");
      context.clock.advance({ seconds: 30 });
      mustAnswer(await next.verify(authenticator.code()), 200, "verify");
      mustAnswer(await next.send("POST", "/transfer", { json: {} }), 200, "and then");
    },
    trusting,
  );

  it(
    "takes the trust away when an old value of the cookie comes",
    async (context) => {
      const { ada } = await trusted(context);
      const thief = await nextSession(context, ada);
      mustAnswer(await thief.send("GET", "/account"), 200, "the copy, used first");
      context.clock.advance({ seconds: 11 });
      const owner = await nextSession(context, ada);
      const replayed = await owner.send("GET", "/account");
      mustRefuse(replayed, 403, "second_factor_required", "the value of before");
      const out = await thief.send("POST", "/2fa/browsers/remove", { json: {} });
      mustRefuse(out, 403, "second_factor_required", "the session that the copy opened");
      const again = await nextSession(context, thief);
      const asked = await again.send("GET", "/account");
      mustRefuse(asked, 403, "second_factor_required", "the copy's next value");
    },
    trusting,
  );

  it(
    "lists trusted browsers, and removes one or all",
    async (context) => {
      const { ada, authenticator } = await trusted(context);
      context.clock.advance({ seconds: 30 });
      const other = context.browser();
      await other.signIn("ada");
      const json = { otp: authenticator.code(), trustBrowser: true };
      mustAnswer(await other.send("POST", "/2fa/verify", { json }), 200, "another browser");
      const { browsers } = (await other.send("GET", "/2fa/")).json as unknown as Listed;
      must(
        browsers.map(({ current }) => current).join() === "false,true",
        `status lists ${JSON.stringify(browsers)}`,
      );
      const path = `/2fa/browsers/${browsers[0]?.id}`;
      const stranger = context.browser();
      await stranger.signIn("ada");
      const refused = await stranger.send("DELETE", path);
      mustRefuse(refused, 403, "second_factor_required", "DELETE with the password alone");
      mustAnswer(await other.send("DELETE", path), 204, "DELETE of a browser");
      const twice = await other.send("POST", `${path}/remove`, { form: {} });
      mustRefuse(twice, 404, "browser_not_found", "removing it twice");
      const gone = await (await nextSession(context, ada)).send("GET", "/account");
      mustRefuse(gone, 403, "second_factor_required", "the removed browser");
      const kept = await nextSession(context, other);
      mustAnswer(await kept.send("GET", "/account"), 200, "the other one");
      mustAnswer(await kept.send("POST", "/2fa/browsers/remove", { form: {} }), 204, "all");
      const none = await (await nextSession(context, kept)).send("GET", "/account");
      mustRefuse(none, 403, "second_factor_required", "after all of them went");
    },
    trusting,
  );
}
