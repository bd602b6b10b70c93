import { attribute, type Html, html, raw } from "./html.js";

// With more modules than this (quiet zone included) a card of the usual size gives a camera under 4 pixels for each.
const mostModules = 61;

/**
 * The QR code on white, in dark mode too: scanners want dark on light and four modules of margin (ISO/IEC 18004). The
 * svg comes from core's own encoder, so it is put in as it is; a reader of the page hears the label instead.
 */
export function qrCard(svg: string, label: string): Html {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0);
  const size = modules > mostModules && " sf-qr-large";
  return html`<div class="sf-qr${size}" role="img"${attribute("aria-label", label)}>${raw(svg)}</div>`;
}
