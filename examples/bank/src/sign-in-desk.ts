import { localPath } from "@second-factor/core/http";
import { type Desk, page, refusal, userOf } from "./desk.js";
import { fieldOf } from "./field-of.js";
import { signInPage, welcomePage } from "./pages/home.js";
import { type BankReply, goOn, reply } from "./reply.js";
import { authenticate, type SignedIn } from "./users.js";
import type { Visit } from "./visit.js";

export interface SignInDesk {
  /** GET /: whoever is there, and the form for whom is not. */
  home(visit: Visit, returnTo: unknown): BankReply;
  /** Checks name and password; null where they are wrong. A real bank would count the tries. */
  signIn(fields: unknown): Promise<SignedIn | null>;
  welcome(visit: Visit, fields: unknown): BankReply;
  wrongPassword(visit: Visit, fields: unknown): BankReply;
  goodbye(visit: Visit): BankReply;
  crossSite(visit: Visit): BankReply;
}

export function signInDesk(desk: Desk): SignInDesk {
  const { issuer, users, now } = desk;
  return {
    home(visit, returnTo) {
      const user = userOf(desk, visit.signedIn);
      const form = { returnTo: localPath(returnTo) ?? "/account", username: "", error: null };
      const body = user === null ? signInPage(issuer, form) : welcomePage(user);
      const title = user === null ? "Sign in" : "Welcome";
      const json = { bank: issuer, signedIn: user?.id ?? null };
      return reply(visit, 200, page(desk, visit, title, body), json);
    },
    async signIn(fields) {
      const { username, password } = {
        username: fieldOf(fields, "username"),
        password: fieldOf(fields, "password"),
      };
      const user = await authenticate(users, username, password);
      return user === null ? null : { userId: user.id, at: now() };
    },
    welcome(visit, fields) {
      const user = userOf(desk, visit.signedIn);
      const json = { user: user && { id: user.id, name: user.name, roles: user.roles } };
      return goOn(visit, localPath(fieldOf(fields, "return_to")) ?? "/account", 200, json);
    },
    wrongPassword(visit, fields) {
      const detail = "This name and password do not belong together.";
      const username = fieldOf(fields, "username");
      const form = {
        returnTo: localPath(fieldOf(fields, "return_to")) ?? "/account",
        username: typeof username === "string" ? username.slice(0, 64) : "",
        error: detail,
      };
      const html = page(desk, visit, "Sign in", signInPage(issuer, form));
      return reply(visit, 401, html, { code: "wrong_password", detail });
    },
    goodbye: (visit) => goOn(visit, "/", 200, { signedIn: null }),
    crossSite: (visit) =>
      refusal(desk, visit, 403, "cross_site", "This form was sent by another site."),
  };
}
