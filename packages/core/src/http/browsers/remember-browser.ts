import type { BrowserCookie } from "../../browsers/browser-cookie.js";
import { browserDigest } from "../../browsers/browser-digest.js";
import { randomId } from "../../random-id.js";
import { markedSlot, seeSubject } from "../../step-up/sign-in.js";
import type { SubjectState } from "../../step-up/subject-state.js";
import type { BrowserRecord } from "../../stores/subject-record.js";
import type { Call } from "../call.js";
import { writeBrowserCookie } from "./cookie.js";

/** The requests of one page go out together and bring the same value; after so long an old one was copied. */
const parallelMs = 10_000;

/**
 * Whether a trusted browser stands in for the second factor that the guard is about to ask for. Its cookie is used up
 * by it, exactly once: the row decides. The session then holds a mark that says so, under a new id. It counts for as
 * long as the browser is trusted, and for guards alone.
 */
export async function rememberBrowser(
  call: Call,
  state: SubjectState,
  cookie: BrowserCookie,
): Promise<boolean> {
  const { suite, subject, stored, now, scope } = call;
  if (cookie.epoch !== state.epoch) return false;
  const slot = seeSubject(stored, subject, state, now, suite.crypto);
  // A sign-in from before a password change is worth nothing in any browser.
  if (slot.signIn.epoch !== state.epoch) return false;
  const browser = state.browsers.find(({ id }) => id === cookie.browserId);
  if (browser === undefined || browser.epoch !== state.epoch) return false;

  const from = await browserDigest(suite, subject.id, browser.id, cookie.secret);
  if (from !== browser.digest) {
    if (now - browser.rotatedAt > parallelMs) await endTrust(call, browser);
    return false;
  }
  // Said so that a comparison with NaN refuses.
  if (!(now < browser.trustedUntil)) return false;

  const secret = randomId(suite.crypto);
  const to = await browserDigest(suite, subject.id, browser.id, secret);
  if (!(await suite.records.rotateBrowser(subject.id, browser.id, { from, to }, now))) return false;
  await writeBrowserCookie(call, { ...cookie, setAt: now, secret });
  const remembered = { authenticatorId: browser.id, amr: ["remembered"], at: now } as const;
  await call.session.rotate(markedSlot(slot, subject, state.epoch, remembered, suite.crypto));
  suite.emitter.emit(scope, {
    type: "browser.remembered",
    outcome: "success",
    browserId: browser.id,
  });
  return true;
}

/** Nobody can tell who has the copy and who the browser: neither goes on, nor do the sessions that it opened. */
async function endTrust(
  { suite, subject, scope }: Call,
  { id, name }: BrowserRecord,
): Promise<void> {
  if ((await suite.records.removeBrowsers(subject.id, [id])) === 0) return;
  suite.emitter.emit(scope, { type: "browser.replayed", outcome: "failure", browserId: id });
  suite.emitter.notify(scope, "browser_replayed", { browserName: name });
}
