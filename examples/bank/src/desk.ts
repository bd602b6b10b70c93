import type { Ledger } from "./ledger.js";
import { renderPage } from "./pages/document.js";
import type { Html } from "./pages/html.js";
import { messagePage } from "./pages/message.js";
import { type BankReply, goOn, reply } from "./reply.js";
import type { BankUser, SignedIn } from "./users.js";
import type { Visit } from "./visit.js";

/** What every desk of the bank works with. */
export interface Desk {
  readonly issuer: string;
  readonly users: readonly BankUser[];
  readonly ledger: Ledger;
  readonly now: () => number;
}

export function userOf({ users }: Desk, signedIn: SignedIn | null | undefined): BankUser | null {
  return users.find(({ id }) => id === signedIn?.userId) ?? null;
}

export function page(desk: Desk, { signedIn }: Visit, title: string, body: Html): Html {
  return renderPage({ issuer: desk.issuer, title, user: userOf(desk, signedIn), body });
}

/** A refusal or an error: a page with its sentence, or its code for programs. */
export function refusal(
  desk: Desk,
  visit: Visit,
  status: 400 | 403,
  code: string,
  detail: string,
): BankReply {
  const title = status === 403 ? "Not allowed" : "That did not work";
  return reply(visit, status, page(desk, visit, title, messagePage(title, detail)), {
    code,
    detail,
  });
}

export function signInFirst(visit: Visit, path: string): BankReply {
  const json = { code: "sign_in_required", detail: "Sign in first: POST /login." };
  return goOn(visit, `/?return_to=${encodeURIComponent(path)}`, 401, json);
}
