import type { BrowserRecord, SubjectRecord } from "../stores/subject-record.js";
import type { BrowserCookie } from "./browser-cookie.js";

export type TrustedBrowser = Pick<
  BrowserRecord,
  "id" | "name" | "createdAt" | "lastSeenAt" | "trustedUntil"
> & {
  /** Whether it is the one that asks. */
  readonly current: boolean;
};

/** The browsers that are not asked just now, oldest first: nothing of what their cookies hold. */
export function trustedBrowsers(
  { epoch, browsers }: Pick<SubjectRecord, "epoch" | "browsers">,
  now: number,
  cookie: BrowserCookie | null = null,
): readonly TrustedBrowser[] {
  return browsers
    .filter((one) => one.epoch === epoch && one.digest !== "" && now < one.trustedUntil)
    .map(({ id, name, createdAt, lastSeenAt, trustedUntil }) => ({
      id,
      name,
      createdAt,
      lastSeenAt,
      trustedUntil,
      current: id === cookie?.browserId,
    }));
}
