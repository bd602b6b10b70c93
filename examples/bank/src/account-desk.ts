import { type Desk, page, refusal, signInFirst, userOf } from "./desk.js";
import { fieldOf } from "./field-of.js";
import { parseCents } from "./money.js";
import { accountPage } from "./pages/account.js";
import { adminPage } from "./pages/admin.js";
import { type BankReply, goOn, reply } from "./reply.js";
import type { BankUser } from "./users.js";
import type { Visit } from "./visit.js";

/** What stands behind the guard. Who is signed in is asked here too: the guard leaves nobody to the host. */
export interface AccountDesk {
  account(visit: Visit): Promise<BankReply>;
  transfer(visit: Visit, fields: unknown): Promise<BankReply>;
  admin(visit: Visit): Promise<BankReply>;
  /** Asked before the second factor: whoever is no administrator need not look for their phone. */
  mayAdminister(visit: Visit): boolean;
  adminsOnly(visit: Visit): BankReply;
}

export function accountDesk(desk: Desk): AccountDesk {
  const { ledger, users, now } = desk;

  async function showAccount(
    visit: Visit,
    user: BankUser,
    error: string | null = null,
  ): Promise<BankReply> {
    const { id, name } = user;
    const [balance, transfers] = await Promise.all([ledger.balanceOf(id), ledger.transfersOf(id)]);
    const html = page(desk, visit, "Account", accountPage({ user, balance, transfers, error }));
    if (error !== null) {
      return reply(visit, 400, html, { code: "transfer_refused", detail: error });
    }
    const json = { user: id, name, balance: balance / 100, transfers: transfers.length };
    return reply(visit, 200, html, json);
  }

  return {
    async account(visit) {
      const user = userOf(desk, visit.signedIn);
      return user === null ? signInFirst(visit, "/account") : showAccount(visit, user);
    },
    async transfer(visit, fields) {
      const user = userOf(desk, visit.signedIn);
      if (user === null) return signInFirst(visit, "/account");
      const to = fieldOf(fields, "to");
      const cents = parseCents(fieldOf(fields, "amount"));
      if (typeof to !== "string" || to.trim() === "" || to.length > 64 || to === user.id) {
        return showAccount(visit, user, "Name somebody else who is to have the money.");
      }
      if (cents === null) return showAccount(visit, user, "Give an amount, 25.00 for instance.");
      if (!(await ledger.transfer({ from: user.id, to, cents, at: now() }))) {
        return showAccount(visit, user, "Your balance does not cover that.");
      }
      const balance = (await ledger.balanceOf(user.id)) / 100;
      return goOn(visit, "/account", 200, { to, amount: cents / 100, balance });
    },
    async admin(visit) {
      const balances = await Promise.all(users.map(({ id }) => ledger.balanceOf(id)));
      const rows = users.map(({ id, roles }, index) => ({
        id,
        roles,
        balance: balances[index] ?? 0,
      }));
      const html = page(desk, visit, "Administration", adminPage(rows));
      return reply(visit, 200, html, {
        accounts: rows.map(({ id, balance }) => ({ id, balance: balance / 100 })),
      });
    },
    mayAdminister({ signedIn }) {
      const user = userOf(desk, signedIn);
      return user === null || user.roles.includes("admin");
    },
    adminsOnly: (visit) =>
      refusal(desk, visit, 403, "admins_only", "Only administrators may see this page."),
  };
}
