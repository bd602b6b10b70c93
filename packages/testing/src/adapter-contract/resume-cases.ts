import { must } from "../runner.js";
import type { AdapterCase, DefineCase } from "./adapter-case.js";
import { asBrowser, type Browser, type Reply } from "./browser.js";
import { againOf, ticketOf } from "./contract-pages.js";
import { mustBePrivate, mustLead } from "./replies.js";

/** Names that come twice, an empty value, and characters that each encoding treats in its own way. */
const fields = [
  ["memo", "Grüße & 謝謝 + 100 %"],
  ["tag", "a"],
  ["amount", "25.00"],
  ["tag", "b"],
  ["note", "line\r\nline; =?#<b>\"'"],
  ["empty", ""],
] as const;

const form = {
  body: new URLSearchParams(fields.map(([...field]) => field)).toString(),
  headers: { ...asBrowser, "content-type": "application/x-www-form-urlencoded" },
};

const titled = (page: string) => `<title>${page}</title>`;

/** Of a parsed body the order between different names is lost; within a name it is not. */
const grouped = (entries: readonly (readonly [string, string])[]) =>
  JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Enrolled, and five minutes later: everything that wants a fresh code is stopped. */
async function late({ browser, clock }: AdapterCase) {
  const ada = browser();
  const { authenticator } = await ada.enroll("ada");
  clock.advance({ seconds: 301 });
  return { ada, authenticator };
}

async function stopped(ada: Browser, path: string): Promise<string> {
  const reply = await ada.send("POST", path, form);
  must(
    reply.status === 403 && reply.text.includes(titled("challenge")),
    `a form that is stopped: ${reply.status} ${reply.text.slice(0, 80)} instead of the challenge`,
  );
  mustBePrivate(reply, "the challenge in place of a form");
  return ticketOf(reply.text);
}

const answer = (ada: Browser, sent: Readonly<Record<string, string>>): Promise<Reply> =>
  ada.send("POST", "/2fa/resume", { form: sent, headers: asBrowser });

export function defineResumeCases(it: DefineCase): void {
  it("goes on with a form after the code, with exactly its fields", async (context) => {
    const { ada, authenticator } = await late(context);
    const ticket = await stopped(ada, "/pay?to=bob%20b");
    const wrong = await answer(ada, { ticket, otp: authenticator.code(40) });
    must(
      wrong.status === 401 && wrong.text.includes('data-error="invalid_otp"'),
      `a wrong code: ${wrong.status} ${wrong.text.slice(0, 80)}`,
    );
    const kept = ticketOf(wrong.text);
    must(kept === ticket, "after a wrong code the form must still wait");

    const right = await answer(ada, { ticket, otp: authenticator.code() });
    must(
      right.status === 200 && right.text.includes(titled("continue")),
      `the right code: ${right.status} ${right.text.slice(0, 80)} instead of the page that goes on`,
    );
    const again = againOf(right.text);
    must(again.path === "/pay?to=bob%20b", `it goes on at ${again.path}`);
    const same = context.parsesBodies
      ? grouped(again.fields) === grouped(fields)
      : JSON.stringify(again.fields) === JSON.stringify(fields);
    must(same, `the fields changed: ${JSON.stringify(again.fields)}`);

    const body = new URLSearchParams(again.fields.map(([...field]) => field)).toString();
    const resumed = await ada.send("POST", again.path, { ...form, body });
    must(resumed.status === 200, `the form, after the code: ${resumed.status}`);
    // The same form, never stopped, to the same handler.
    context.clock.advance({ seconds: 30 });
    const action = "pay:bob b";
    const json = { otp: authenticator.code(), action };
    await ada.send("POST", "/2fa/verify", { json });
    const direct = await ada.send("POST", "/pay?to=bob%20b", form);
    const arrived = (reply: Reply) => JSON.stringify(Object.entries(reply.json).sort());
    must(
      direct.status === 200 && arrived(direct) === arrived(resumed),
      `the handler got ${resumed.text} instead of ${direct.text}`,
    );
  });

  it("says what the code is for in the host's words, and opens that alone", async (context) => {
    const { ada, authenticator } = await late(context);
    const page = await ada.send("POST", "/pay?to=bob&describe=nothing", form);
    must(
      page.text.includes('data-confirms="A payment to bob"'),
      `the page does not say what is confirmed: ${page.text.slice(0, 200)}`,
    );
    await answer(ada, { ticket: ticketOf(page.text), otp: authenticator.code() });
    const other = await ada.send("POST", "/pay?to=eve", form);
    must(other.status === 403, `another action answered ${other.status}`);
    const paid = await ada.send("POST", "/pay?to=bob", form);
    must(paid.status === 200, `the action answered ${paid.status}`);
    await stopped(ada, "/pay?to=bob");
  });

  it("leads a GET for an action to the page, and back to it", async (context) => {
    const { ada, authenticator } = await late(context);
    const page = await ada.send("GET", "/pay?to=bob", { headers: asBrowser });
    must(
      page.status === 403 && page.text.includes('data-confirms="A payment to bob"'),
      `a GET for an action: ${page.status} ${page.text.slice(0, 80)}`,
    );
    const sent = { ticket: ticketOf(page.text), otp: authenticator.code() };
    mustLead(await answer(ada, sent), "/pay?to=bob", "after the code");
    const shown = await ada.send("GET", "/pay?to=bob", { headers: asBrowser });
    must(shown.status === 200, `the action answered ${shown.status}`);
  });

  it("never goes on with another site's form", async (context) => {
    const { ada } = await late(context);
    for (const site of ["cross-site", "same-site"]) {
      const headers = { ...form.headers, "sec-fetch-site": site };
      for (const path of ["/transfer", "/pay?to=eve"]) {
        const reply = await ada.send("POST", path, { ...form, headers });
        mustLead(reply, "/2fa/challenge", `a form from ${site}`);
      }
    }
    const origin = { ...form.headers, "sec-fetch-site": undefined, origin: "https://evil.example" };
    const reply = await ada.send("POST", "/transfer", { ...form, headers: origin });
    mustLead(reply, "/2fa/challenge", "a form of another origin");
  });

  it("counts a code beside a foreign ticket, and does nothing else", async (context) => {
    const { ada, authenticator } = await late(context);
    const ticket = await stopped(ada, "/pay?to=bob");
    const other = context.browser();
    await other.signIn("ada");
    await stopped(other, "/pay?to=eve");
    const sent = { ticket, otp: authenticator.code(), return_to: "/account" };
    mustLead(await answer(other, sent), "/account", "another session's ticket");
    must(
      (await other.send("GET", "/account")).status === 200,
      "the code must count in the session that it was typed in",
    );
    await stopped(other, "/pay?to=bob");
  });
}
