import type { BankUser } from "../users.js";
import { Html, html } from "./html.js";
import { style } from "./style.js";

export interface PageContent {
  readonly issuer: string;
  readonly title: string;
  readonly user: BankUser | null;
  readonly body: Html;
}

/** A whole page. The style is the one that the Content-Security-Policy knows by its hash. */
export function renderPage({ issuer, title, user, body }: PageContent): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – ${issuer}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header><div>
<a class="brand" href="/"><span class="mark" aria-hidden="true">${issuer.slice(0, 1)}</span>${issuer}</a>
${user !== null && navigation(user, title)}
</div></header>
<main>${body}</main>
</body>
</html>
`;
}

function navigation(user: BankUser, title: string): Html {
  const link = (path: string, label: string) =>
    html`<a href="${path}"${label === title && new Html(' aria-current="page"')}>${label}</a>`;
  return html`<nav aria-label="${user.name}">
${link("/account", "Account")}
${link("/2fa/manage", "Second factor")}
${user.roles.includes("admin") && link("/admin", "Administration")}
<form method="post" action="/logout"><button>Sign out</button></form>
</nav>`;
}
