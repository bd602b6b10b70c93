import { formatMoney } from "../money.js";
import { type Html, html } from "./html.js";

export interface AdminRow {
  readonly id: string;
  readonly roles: readonly string[];
  readonly balance: number;
}

export function adminPage(rows: readonly AdminRow[]): Html {
  return html`<div class="stack">
<h1>Administration</h1>
<p><a href="/2fa/staff">Look after second factors</a> · <a href="/2fa/staff/security">Alarms and events</a></p>
<div class="card">
<table>
<thead><tr><th scope="col">User</th><th scope="col">Roles</th><th scope="col">Balance</th></tr></thead>
<tbody>${rows.map(
    ({ id, roles, balance }) =>
      html`<tr><td>${id}</td><td>${roles.join(", ") || "–"}</td><td>${formatMoney(balance)}</td></tr>`,
  )}</tbody>
</table>
</div>
</div>`;
}
