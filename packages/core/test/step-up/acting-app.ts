import type { GuardResult, Page, RequirementOptions } from "../../src/http/index.js";
import type { SecondFactorOptions } from "../../src/index.js";
import { inProcessApp, type Sending } from "../app/in-process-app.js";

/** Pages that a test can read: what a renderer gets, as JSON. */
const readablePages = {
  render: (page: Page) => JSON.stringify(page),
  stylesheet: "",
  script: "",
};

export const asBrowser = { accept: "text/html", "sec-fetch-site": "same-origin" };

export const pageOf = (body: string) => JSON.parse(body) as Record<string, never> & AnyPage;

interface AnyPage {
  readonly page: string;
  readonly frame: { readonly returnTo: string; readonly error: { readonly code: string } | null };
  readonly resume?: { readonly ticket: string; readonly confirms: string | null };
  readonly again?: { readonly path: string; readonly fields: ReadonlyArray<[string, string]> };
}

type Session = ReturnType<ReturnType<typeof inProcessApp>["signIn"]>;

/** An app with routes for single actions, and what people and programs do there. */
export function actingApp(options: Partial<SecondFactorOptions> = {}) {
  const app = inProcessApp({ pages: readablePages, ...options });

  /** POST of that path behind `requireSecondFactor` of these options. */
  const act = (
    session: Session,
    requirement: RequirementOptions,
    sending: Sending = {},
    [method, path]: readonly [string, string] = ["POST", "/transfer"],
  ): Promise<GuardResult> =>
    app.engine.requireSecondFactor(session.request(method, path, sending), requirement);

  return {
    ...app,
    act,
    /** In this session, with the next code. */
    async verify(session: Session, secret: string, fields: object = {}) {
      app.advance(30);
      return session.send("POST", "/verify", { json: { otp: app.code(secret), ...fields } });
    },
    /** A person sends a form: what comes instead of the route. */
    async sendForm(
      session: Session,
      requirement: RequirementOptions,
      form: Record<string, string>,
      path = "/transfer",
    ) {
      const headers = { ...asBrowser, referer: "https://app.example/form?draft=1" };
      const result = await act(session, requirement, { form, headers }, ["POST", path]);
      if (result.pass) throw new Error("The form was not stopped.");
      return result.reply;
    },
    /** And answers the page that came. */
    resume: (session: Session, form: Record<string, string>) =>
      session.send("POST", "/resume", { form, headers: asBrowser }),
  };
}

export const refusalOf = (result: GuardResult): Record<string, unknown> => {
  if (result.pass) throw new Error("It passed.");
  return JSON.parse(result.reply.body) as Record<string, unknown>;
};

export const transfer = { action: "transfer:42" };

export const form = {
  to: "Bób & Söhne",
  amount: "25.00",
  memo: "a=b&c\r\nd",
  csrf: "token-of-the-host",
};

/** Alice's form, stopped five minutes after her enrollment, and what waits in the page. */
export async function interrupted(requirement: object = {}) {
  const app = actingApp();
  const { session, secret, recoveryCodes } = await app.enrolled("alice");
  app.advance(301);
  const reply = await app.sendForm(session, { maxAgeSeconds: 300, ...requirement }, form);
  const ticket = pageOf(reply.body).resume?.ticket ?? "";
  return { app, session, secret, recoveryCodes, reply, ticket };
}
