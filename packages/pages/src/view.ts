import type { PageFrame } from "@second-factor/core/http";
import type { AppLink } from "./app-links.js";
import type { Messages } from "./english.js";
import { attribute, type Html, html } from "./html.js";

/** What every page needs besides its model. */
export interface View {
  readonly frame: PageFrame;
  readonly say: Messages;
  readonly locale: string;
  readonly appLinks: readonly AppLink[];
  /** Goes into the addresses of stylesheet and script, which browsers keep for a while. */
  readonly version: string;
}

/** A path of ours. The base path may be "/". */
export const ownPath = ({ frame }: View, path: string): string =>
  `${frame.basePath.replace(/\/$/, "")}${path}`;

/** The same, and the way back goes along. */
export function ownLink(view: View, path: string): string {
  const { returnTo } = view.frame;
  const query = returnTo === "" ? "" : `?return_to=${encodeURIComponent(returnTo)}`;
  return `${ownPath(view, path)}${query}`;
}

/**
 * A moment as text. The server does not know the reader's time zone, so it says UTC where the hour counts; the script
 * puts local time in its place.
 */
export function moment(
  { locale }: View,
  at: number,
  precision: "date" | "time" | "datetime",
): Html {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    ...(precision === "time" ? {} : { dateStyle: "long" }),
    ...(precision === "date" ? {} : { timeStyle: "short" }),
  });
  const zone = precision === "date" ? "" : " UTC";
  return html`<time${attribute("datetime", new Date(at).toISOString())}${attribute("data-sf-time", precision)}>${format.format(at)}${zone}</time>`;
}

/** Out of these pages: where the flow came from, else the host's front page; "" where neither is known. */
export const wayOut = ({ frame }: View): string => frame.returnTo || (frame.homePath ?? "");
