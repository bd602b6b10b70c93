import { must } from "../runner.js";
import type { AdapterCase, DefineCase } from "./adapter-case.js";
import { mustAnswer, mustRefuse } from "./replies.js";

/** Each cookie that a reply sets, with how long it is to live: "" for as long as the browser. */
function ages(headers: Headers): Map<string, string> {
  return new Map(
    headers.getSetCookie().map((field) => {
      const [pair = "", ...attributes] = field.split(";").map((part) => part.trim());
      const age = attributes.find((attribute) => /^(?:max-age|expires)=/i.test(attribute)) ?? "";
      const [name = "", value = ""] = age.split("=");
      const seconds =
        name.toLowerCase() === "expires" ? (Date.parse(value) - Date.now()) / 1000 : Number(value);
      return [
        pair.slice(0, pair.indexOf("=")),
        age === "" ? "" : `${Math.round(seconds / 60)} minutes`,
      ];
    }),
  );
}

async function signedInAgain({ browser, clock }: AdapterCase) {
  const { authenticator } = await browser().enroll("ada");
  clock.advance({ seconds: 30 });
  const ada = browser();
  return { ada, login: await ada.signIn("ada"), code: authenticator.code() };
}

export function defineSessionCases(it: DefineCase): void {
  it("gives the session a new id at verification; the old one is worth nothing", async (context) => {
    const { ada, code } = await signedInAgain(context);
    const old = context.browser();
    for (const [name, value] of ada.cookies) old.cookies.set(name, value);
    mustAnswer(await ada.verify(code), 200, "verify");
    const changed = [...ada.cookies].filter(([name, value]) => old.cookies.get(name) !== value);
    must(changed.length > 0, "verification changed no cookie: the session kept its id");
    mustAnswer(await ada.send("GET", "/account"), 200, "the new session");
    const replayed = await old.send("POST", "/transfer", { json: {} });
    must(
      replayed.status === 401 || replayed.status === 403,
      `the old session's cookie answered ${replayed.status}`,
    );
  });

  it("keeps the host's data, and the age that the host gave its cookie", async (context) => {
    const { ada, login, code } = await signedInAgain(context);
    const saved = await ada.send("POST", "/cart", { json: { item: "book" } });
    mustAnswer(saved, 204, "the app's own cart");
    const verified = await ada.verify(code);
    mustAnswer(verified, 200, "verify");
    const { cart } = (await ada.send("GET", "/cart")).json;
    must(cart === "book", "the host's data in the session was lost with its id");
    const before = new Map([...ages(login.headers), ...ages(saved.headers)]);
    for (const [name, age] of ages(verified.headers)) {
      const given = before.get(name);
      must(
        given === undefined || given === age,
        `verification gave the cookie ${name} ${age} instead of ${given}`,
      );
    }
  });

  it("sets its cookies beside the host's", async (context) => {
    const { ada, code } = await signedInAgain(context);
    for (const reply of [
      await ada.verify(code),
      await ada.send("GET", "/2fa/"),
      await ada.send("GET", "/2fa/unknown"),
    ]) {
      must(ages(reply.headers).has("visited"), "a reply of the routes lost the host's Set-Cookie");
    }
    const stopped = context.browser();
    await stopped.signIn("ada");
    const refused = await stopped.send("GET", "/cookies");
    mustRefuse(refused, 403, "second_factor_required", "the guard");
    must(ages(refused.headers).has("visited"), "the guard's refusal lost the host's Set-Cookie");
    must(!ages(refused.headers).has("theme"), "the handler behind the guard ran");
  });

  it("ends the second factor with the session", async (context) => {
    const { ada, code } = await signedInAgain(context);
    mustAnswer(await ada.verify(code), 200, "verify");
    const old = new Map(ada.cookies);
    mustAnswer(await ada.send("POST", "/logout"), 204, "the app's own sign-out");
    for (const [name, value] of old) ada.cookies.set(name, value);
    const replayed = await ada.send("POST", "/transfer", { json: {} });
    must(
      replayed.status === 401 || replayed.status === 403,
      `the signed-out cookie answered ${replayed.status}`,
    );
  });
}
