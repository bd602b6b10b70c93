import { staffRoleOf } from "../staff.js";
import type { BankUser } from "../users.js";
import { type Html, html } from "./html.js";

export interface SignInForm {
  /** Where to go afterwards; a checked local path. */
  readonly returnTo: string;
  /** What was typed before. */
  readonly username: string;
  readonly error: string | null;
}

export function signInPage(issuer: string, { returnTo, username, error }: SignInForm): Html {
  return html`<div class="narrow stack">
<h1>Sign in to ${issuer}</h1>
<p class="muted">This bank is an example: sign in as <code>alice</code> with the password <code>alice-password</code>.</p>
${error !== null && html`<p class="error" role="alert">${error}</p>`}
<form class="card" method="post" action="/login">
<label>User name <input name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<input type="hidden" name="return_to" value="${returnTo}">
<button>Sign in</button>
</form>
</div>`;
}

export function welcomePage({ name, roles }: BankUser): Html {
  return html`<div class="narrow stack">
<h1>Welcome back</h1>
<p class="muted">You are signed in as ${name}.</p>
<div class="card stack">
<p><a href="/account">Go to your account</a></p>
<p><a href="/2fa/manage">Look after your second factor</a></p>
${staffRoleOf({ roles }) !== null && html`<p><a href="/2fa/staff">Look after accounts</a></p>`}
<form method="post" action="/logout"><button>Sign in again</button></form>
</div>
</div>`;
}
