import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { asBrowser, type Reply } from "./browser.js";
import { formTokenOf } from "./contract-pages.js";
import { mustBePrivate, mustLead, mustRefuse } from "./replies.js";

const html = { headers: asBrowser };

function mustShow(reply: Reply, status: number, page: string, what: string): void {
  must(
    reply.status === status && reply.text.includes(`<title>${page}</title>`),
    `${what}: ${reply.status} ${reply.text.slice(0, 80)} instead of ${status} and the page ${page}`,
  );
  const { headers } = reply;
  must(
    headers.get("content-type") === "text/html; charset=utf-8",
    `${what}: it is not sent as HTML`,
  );
  const policy = headers.get("content-security-policy") ?? "";
  must(
    policy.includes("default-src 'none'") && !policy.includes("unsafe-inline"),
    `${what}: the page may run what is not its own`,
  );
  must(headers.get("x-frame-options") === "DENY", `${what}: the page may be framed`);
  mustBePrivate(reply, what);
}

export function defineFormCases(it: DefineCase): void {
  it("leads a browser to the challenge and back to where it wanted to go", async ({
    browser,
    clock,
  }) => {
    const { authenticator } = await browser().enroll("ada");
    const ada = browser();
    const signedOut = await ada.send("GET", "/2fa/manage?from=menu", html);
    mustLead(signedOut, "/sign-in?return_to=%2F2fa%2Fmanage%3Ffrom%3Dmenu", "a page for nobody");
    await ada.signIn("ada");
    const stopped = await ada.send("GET", "/account?tab=2&x=%2F", html);
    const back = encodeURIComponent("/account?tab=2&x=%2F");
    mustLead(stopped, `/2fa/challenge?return_to=${back}`, "the guard");
    mustShow(
      await ada.send("GET", `/2fa/challenge?return_to=${back}`, html),
      200,
      "challenge",
      "the challenge",
    );

    const wrong = { otp: authenticator.code(40), return_to: "/account?tab=2&x=%2F" };
    const again = await ada.send("POST", "/2fa/verify", { form: wrong, ...html });
    mustShow(again, 401, "challenge", "a wrong code");
    must(again.text.includes('data-error="invalid_otp"'), "the page does not say what was wrong");
    clock.advance({ seconds: 30 });
    const right = { ...wrong, otp: authenticator.code() };
    mustLead(
      await ada.send("POST", "/2fa/verify", { form: right, ...html }),
      "/account?tab=2&x=%2F",
      "the right code",
    );
  });

  it("leads nowhere but to paths of its own", async ({ browser, clock }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    for (const away of [
      "//evil.example",
      "/..//evil.example",
      "/\\evil.example",
      "https://evil.example/",
      "javascript:alert(1)",
    ]) {
      clock.advance({ seconds: 30 });
      const form = { otp: authenticator.code(), return_to: away };
      mustLead(await ada.send("POST", "/2fa/verify", { form, ...html }), "/", `return_to ${away}`);
    }
    clock.advance({ seconds: 30 });
    const form = { otp: authenticator.code() };
    const byQuery = await ada.send("POST", "/2fa/verify?return_to=%2Faccount", { form, ...html });
    mustLead(byQuery, "/account", "return_to in the query");
  });

  it("shows a key and recovery codes as the page of the POST, and nowhere else", async ({
    browser,
  }) => {
    const ada = browser();
    await ada.signIn("ada");
    mustShow(await ada.send("GET", "/2fa/enroll", html), 200, "enroll", "the page to enroll");
    mustLead(
      await ada.send("GET", "/2fa/challenge", html),
      "/2fa/enroll",
      "the challenge for who has none",
    );
    mustShow(
      await ada.send("POST", "/2fa/totp/enrollments", { form: { name: "" }, ...html }),
      200,
      "confirm",
      "begin",
    );
    const { id } = await ada.enroll("ada");
    mustLead(await ada.send("GET", "/2fa", html), "/2fa/manage", "the status for a browser");
    mustShow(await ada.send("GET", "/2fa/manage", html), 200, "manage", "the page to manage");
    mustShow(
      await ada.send("POST", "/2fa/recovery-codes", { form: {}, ...html }),
      200,
      "recovery-codes",
      "a new set",
    );
    const renamed = await ada.send("POST", `/2fa/authenticators/${id}/rename`, {
      form: { name: "Work" },
      ...html,
    });
    mustLead(renamed, "/2fa/manage", "rename");
  });

  it("takes a form without Sec-Fetch-Site and Origin only with its page's token", async ({
    browser,
    clock,
  }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    clock.advance({ seconds: 30 });
    const headers = { "sec-fetch-site": undefined };
    const form = { otp: authenticator.code() };
    const bare = await ada.send("POST", "/2fa/verify", { form, headers });
    mustRefuse(bare, 403, "form_token_invalid", "a form without its token");
    const token = formTokenOf((await ada.send("GET", "/2fa/challenge", html)).text);
    const foreign = await ada.send("POST", "/2fa/verify", {
      form: { ...form, form_token: `${token}x` },
      headers,
    });
    mustRefuse(foreign, 403, "form_token_invalid", "a form with another token");
    const own = await ada.send("POST", "/2fa/verify", {
      form: { ...form, form_token: token },
      headers,
    });
    must(own.status === 200, `a form with its token answered ${own.status} ${own.code}`);
    for (const site of ["cross-site", "same-site", ""]) {
      const sent = await ada.send("POST", "/2fa/verify", {
        json: form,
        headers: { "sec-fetch-site": site },
      });
      mustRefuse(sent, 403, "cross_origin_refused", `Sec-Fetch-Site: ${site}`);
    }
    for (const origin of ["null", "https://evil.example"]) {
      const sent = await ada.send("POST", "/2fa/verify", {
        json: form,
        headers: { ...headers, origin },
      });
      mustRefuse(sent, 403, "cross_origin_refused", `Origin: ${origin}`);
    }
  });
}
