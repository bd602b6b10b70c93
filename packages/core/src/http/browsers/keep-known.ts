import { type BrowserCookie, cookieLifetimeMs } from "../../browsers/browser-cookie.js";
import { ownRecord } from "../../browsers/own-budget.js";
import { randomId } from "../../random-id.js";
import type { SubjectRecord } from "../../stores/subject-record.js";
import { Unavailable } from "../../unavailable.js";
import type { Accepted } from "../../verification/attempt.js";
import type { Call } from "../call.js";
import { writeBrowserCookie } from "./cookie.js";

/**
 * After an accepted verification: a browser without a good cookie gets one, and one with an old cookie the same anew.
 * Costs no trip: a known browser has no row until a code fails in it. A key that is away keeps nobody from verifying.
 */
export async function keepKnown(
  call: Call,
  { record, epoch }: Pick<Accepted, "record" | "epoch">,
): Promise<void> {
  const { suite, keeper, now, scope, subject } = call;
  if (!suite.settings.browsers.known || keeper === "token") return;
  const over = record.browsers.filter((browser) => isOver(suite.settings, browser, epoch, now));
  if (over.length > 0) {
    const ids = over.map(({ id }) => id);
    suite.afterReply(scope, suite.records.removeBrowsers(subject.id, ids));
  }
  try {
    const cookie = await call.browser();
    if (cookie === null || !isGood(suite.settings, { ...record, epoch }, cookie, now)) {
      const browserId = randomId(suite.crypto);
      await writeBrowserCookie(call, { browserId, epoch, setAt: now, secret: "" });
    } else if (now - cookie.setAt >= cookieLifetimeMs / 2) {
      await writeBrowserCookie(call, { ...cookie, setAt: now });
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

type Settings = Call["suite"]["settings"];

/** Also where there is no room for a row just now: another cookie would have none either. */
function isGood(
  settings: Settings,
  record: Pick<SubjectRecord, "epoch" | "browsers">,
  cookie: BrowserCookie,
  now: number,
): boolean {
  if (ownRecord(settings, record, cookie, now) !== null) return true;
  return cookie.epoch === record.epoch && cookie.secret === "";
}

/** A row that neither bounds nor opens anything any more only takes the room of others. */
function isOver(
  { longTerm }: Settings,
  { epoch, digest, lastSeenAt, failures }: SubjectRecord["browsers"][number],
  present: string,
  now: number,
): boolean {
  if (epoch !== present) return true;
  const windowIsOver = now >= failures.since + longTerm.windowSeconds * 1000;
  return windowIsOver && (digest === "" || now - lastSeenAt >= cookieLifetimeMs);
}
