import { attribute, type Html, type HtmlValue, html } from "./html.js";
import { ownPath, type View } from "./view.js";

/** One page between its head and its foot. */
export interface Content {
  readonly heading: string;
  readonly body: HtmlValue;
  /** The sentences of the error, above everything else; null where they stand beside their field. */
  readonly error?: Html | null;
  /** Stands above the heading: what just succeeded. */
  readonly notice?: Html;
  readonly wide?: boolean;
  /** Not even the script that makes things handier. */
  readonly scriptless?: boolean;
}

/** The mark beside the issuer's name. */
const initial = (issuer: string): string => [...issuer.trim()][0]?.toUpperCase() ?? "";

/** Whoever is signed in while a recovery is under way has to know of it. */
const recoveryBanner = (view: View): Html =>
  html`<div class="sf-alert"><p>${view.say.recovery.banner}</p>
<p><a href="${ownPath(view, "/recovery")}">${view.say.recovery.bannerLink}</a></p></div>`;

/** A whole document, without a single inline style or script. */
export function renderDocument(view: View, content: Content): Html {
  const { frame, say, locale } = view;
  const title = say.frame.title(content.heading, frame.issuer);
  return html`<!doctype html>
<html lang="${locale}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<title>${frame.error ? say.frame.titleWithError(title) : title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet"${attribute("href", ownPath(view, `/styles.css?v=${view.version}`))}>
${!content.scriptless && html`<script${attribute("src", ownPath(view, `/script.js?v=${view.version}`))} defer></script>`}
</head>
<body>
<div class="sf-page${content.wide && " sf-page-wide"}">
<header class="sf-header"><span class="sf-mark" aria-hidden="true">${initial(frame.issuer)}</span><bdi class="sf-issuer">${frame.issuer}</bdi></header>
<main class="sf-card">
${frame.recovery && recoveryBanner(view)}
${content.notice}
<h1>${content.heading}</h1>
${content.error}
${content.body}
</main>
${frame.subjectName !== "" && html`<footer class="sf-footer">${say.frame.signedInAs} <bdi>${frame.subjectName}</bdi></footer>`}
</div>
</body>
</html>
`;
}
