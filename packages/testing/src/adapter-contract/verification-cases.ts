import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustRefuse } from "./replies.js";

export function defineVerificationCases(it: DefineCase): void {
  it("lets nobody past the guard who has a second factor and did not show it", async ({
    browser,
    clock,
  }) => {
    const { authenticator } = await browser().enroll("ada");
    const ada = browser();
    await ada.signIn("ada");
    const refused = await ada.send("GET", "/account");
    mustRefuse(refused, 403, "second_factor_required", "GET /account with the password alone");
    const transfer = { json: { to: "bob", amount: 1 } };
    const stopped = await ada.send("POST", "/transfer", transfer);
    mustRefuse(stopped, 403, "second_factor_required", "POST /transfer with the password alone");

    clock.advance({ seconds: 30 });
    const verified = await ada.verify(authenticator.code());
    mustAnswer(verified, 200, "verify");
    must(
      Date.parse(String(verified.json.verifiedAt)) === clock.now(),
      "verify must tell when it was",
    );
    mustAnswer(await ada.send("GET", "/account"), 200, "GET /account after verify");
    const done = await ada.send("POST", "/transfer", transfer);
    must(
      done.status === 200 && done.json.to === "bob",
      "the handler must get the body that was sent",
    );

    const other = browser();
    await other.signIn("ada");
    mustRefuse(
      await other.send("GET", "/account"),
      403,
      "second_factor_required",
      "another session",
    );
  });

  it("takes a code once, and says nothing more of a used one", async ({ browser, clock }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    const used = await ada.verify(authenticator.code());
    mustRefuse(used, 401, "invalid_otp", "the code that confirmed");
    const wrong = await ada.verify(authenticator.code(40));
    mustRefuse(wrong, 401, "invalid_otp", "a wrong code");
    must(
      used.json.attemptsRemaining === 4 && wrong.json.attemptsRemaining === 3,
      "a used code must count like a wrong one",
    );
    clock.advance({ seconds: 30 });
    mustAnswer(await ada.verify(authenticator.code()), 200, "the next code");
  });

  it("throttles single codes, right or wrong, and opens for two and three", async ({
    browser,
    clock,
  }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    for (let tries = 0; tries < 5; tries += 1) await ada.verify(authenticator.code(40));
    clock.advance({ seconds: 60 });
    const right = await ada.verify(authenticator.code());
    mustRefuse(right, 429, "too_many_attempts", "the right code with a spent budget");
    must(right.json.codesNeeded === 2, "the refusal must tell that two codes are needed");
    const wait = Number(right.headers.get("retry-after"));
    must(wait > 0 && wait <= 900, `Retry-After is ${right.headers.get("retry-after")}`);
    mustAnswer(await ada.verify(authenticator.codes(2).join(" ")), 200, "two consecutive codes");
  });

  it("wants a verification of the last five minutes where the route says so", async ({
    browser,
    clock,
  }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    clock.advance({ seconds: 301 });
    mustAnswer(await ada.send("GET", "/account"), 200, "the guard after five minutes");
    const late = await ada.send("POST", "/transfer", { json: {} });
    mustRefuse(late, 403, "second_factor_required", "requireSecondFactor after five minutes");
    mustAnswer(await ada.verify(authenticator.code()), 200, "verify again");
    mustAnswer(await ada.send("POST", "/transfer", { json: {} }), 200, "and once more");
  });

  it("asks nobody who has none, and refuses where a route asks for one", async ({ browser }) => {
    const bob = browser();
    mustRefuse(await bob.send("GET", "/2fa/"), 401, "sign_in_required", "the routes for nobody");
    await bob.signIn("bob");
    mustAnswer(await bob.send("GET", "/account"), 200, "the guard for who has none");
    const required = await bob.send("POST", "/transfer", { json: {} });
    mustRefuse(required, 403, "enrollment_required", "requireSecondFactor for who has none");
    mustRefuse(await bob.verify("123456"), 409, "not_enrolled", "verify for who has none");
  });

  it(
    "keeps everybody out whom the policy requires to enroll first",
    async ({ browser }) => {
      const bob = browser();
      await bob.signIn("bob");
      const out = await bob.send("GET", "/account");
      mustRefuse(out, 403, "enrollment_required", "a policy that requires");
      await bob.enroll("bob");
      mustAnswer(await bob.send("GET", "/account"), 200, "the guard after enrolling");
    },
    { policy: "required" },
  );
}
