import { browserDigest } from "../../browsers/browser-digest.js";
import { browserName } from "../../browsers/browser-name.js";
import { randomId } from "../../random-id.js";
import { Unavailable } from "../../unavailable.js";
import type { Accepted } from "../../verification/attempt.js";
import type { Call } from "../call.js";
import { writeBrowserCookie } from "./cookie.js";

/**
 * Trusts the browser in which an otp was just accepted, for as long as the engine says. Answers until when, in
 * milliseconds since the Unix epoch; null where no browser is ever trusted, and where the store did not take it: the
 * code is used up by then and the session verified, so that an outage costs no more than the trust.
 *
 * A browser that was only known gets another id: no copy of the cookie it had is then one of the trusted browser.
 */
export async function trustBrowser(
  call: Call,
  { record, epoch }: Pick<Accepted, "record" | "epoch">,
): Promise<number | null> {
  const { suite, subject, keeper, now, scope } = call;
  const { trustMs, most } = suite.settings.browsers;
  if (trustMs === 0 || keeper === "token") return null;
  const cookie = await call.browser();
  const before = record.browsers.find((one) => one.id === cookie?.browserId && one.epoch === epoch);
  const trusted = before !== undefined && before.digest !== "" ? before : null;
  const id = trusted?.id ?? randomId(suite.crypto);
  const secret = randomId(suite.crypto);
  const name = browserName(scope.userAgent);
  const trustedUntil = now + trustMs;
  try {
    const digest = await browserDigest(suite, subject.id, id, secret);
    const times = { createdAt: trusted?.createdAt ?? now, lastSeenAt: now, rotatedAt: now };
    // Success gives no guesses back, here as everywhere.
    const failures = before?.failures ?? { since: 0, count: 0 };
    const browser = { id, name, ...times, epoch, trustedUntil, digest, failures };
    await suite.records.keepBrowser(subject.id, browser, most);
    await writeBrowserCookie(call, { browserId: id, epoch, setAt: now, secret });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return null;
  }
  suite.emitter.emit(scope, { type: "browser.trusted", outcome: "success", browserId: id });
  suite.emitter.notify(scope, "browser_trusted", { browserName: name });
  return trustedUntil;
}
