import { attribute, type Html, html } from "./html.js";
import type { View } from "./view.js";

export interface CopyButton {
  /** The id of the element whose text is copied. */
  readonly target: string;
  readonly label: string;
  readonly done: string;
  /** Copies without spaces. */
  readonly compact?: boolean;
}

const toolButton = (label: string, ...attributes: readonly Html[]): Html =>
  html`<button type="button" class="sf-button sf-button-plain"${attributes}>${label}</button>`;

const copy = (view: View, { target, label, done, compact }: CopyButton): Html =>
  toolButton(
    label,
    attribute("data-sf-copy", target),
    attribute("data-sf-done", done),
    attribute("data-sf-failed", view.say.frame.copyFailed),
    attribute("data-sf-compact", compact),
  );

// Hidden until the script runs: without it none of these buttons could do anything.
const tools = (buttons: readonly Html[]): Html =>
  html`<div class="sf-tools" data-sf-tools hidden>${buttons}<p class="sf-hint" role="status"></p></div>`;

export const copyButton = (view: View, options: CopyButton): Html => tools([copy(view, options)]);

/** Copy, download as text, print. The sentences stand in the page; the script has none. */
export function recoveryCodeTools(view: View, target: string): Html {
  const say = view.say.recoveryCodes;
  const { issuer, subjectName } = view.frame;
  return tools([
    copy(view, { target, label: say.copy, done: say.copied }),
    toolButton(
      say.download,
      attribute("data-sf-download", target),
      attribute("data-sf-title", say.fileTitle(issuer, subjectName)),
      attribute("data-sf-note", say.fileNote),
      attribute("data-sf-file", say.fileName(issuer)),
    ),
    toolButton(say.print, attribute("data-sf-print", true)),
  ]);
}
