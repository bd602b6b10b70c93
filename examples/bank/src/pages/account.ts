import type { Transfer } from "../ledger.js";
import { formatMoney } from "../money.js";
import type { BankUser } from "../users.js";
import { type Html, html } from "./html.js";

export interface AccountView {
  readonly user: BankUser;
  readonly balance: number;
  readonly transfers: readonly Transfer[];
  readonly error: string | null;
}

export function accountPage({ user, balance, transfers, error }: AccountView): Html {
  const rows = transfers.slice(0, 8).map((transfer) => transferRow(user, transfer));
  return html`<div class="stack">
<h1>Account</h1>
<p class="muted">${user.name}</p>
<div class="columns">
<section class="card stack" aria-labelledby="balance">
<h2 id="balance">Balance</h2>
<p class="balance">${formatMoney(balance)}</p>
${rows.length === 0 && html`<p class="muted">Nothing was transferred yet.</p>`}
${
  rows.length > 0 &&
  html`<table><thead><tr><th scope="col">With</th><th scope="col">Amount</th></tr></thead><tbody>${rows}</tbody></table>`
}
</section>
<section class="card stack" aria-labelledby="transfer">
<h2 id="transfer">Transfer</h2>
${error !== null && html`<p class="error" role="alert">${error}</p>`}
<form method="post" action="/transfer">
<label>To <input name="to" maxlength="64" placeholder="bob, for instance" autocapitalize="none" required></label>
<label>Amount in euros <input name="amount" inputmode="decimal" placeholder="25.00, for instance" required></label>
<button>Transfer</button>
</form>
<p class="muted">Needs a second factor that was verified in the last five minutes.</p>
</section>
</div>
</div>`;
}

function transferRow(user: BankUser, { from, to, cents }: Transfer): Html {
  const out = from === user.id;
  return html`<tr><td>${out ? to : from}</td><td>${out ? "−" : "+"}${formatMoney(cents)}</td></tr>`;
}
