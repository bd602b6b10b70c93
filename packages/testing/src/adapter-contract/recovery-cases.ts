import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustRefuse } from "./replies.js";

const redeem = "/2fa/recovery-codes/redeem";

export function defineRecoveryCases(it: DefineCase): void {
  it("redeems a recovery code once; it opens the guard and mints no new set", async ({
    browser,
    clock,
  }) => {
    const { authenticator, recoveryCodes } = await browser().enroll("ada");
    const [first = "", second = ""] = recoveryCodes;
    const ada = browser();
    await ada.signIn("ada");
    const redeemed = await ada.send("POST", redeem, {
      json: { recoveryCode: first.toLowerCase() },
    });
    mustAnswer(redeemed, 200, "redeem");
    must(redeemed.json.remaining === 9, "redeem must tell that 9 remain");
    mustAnswer(await ada.send("GET", "/account"), 200, "GET /account after a recovery code");
    const again = await ada.send("POST", redeem, { json: { recoveryCode: first } });
    mustRefuse(again, 401, "invalid_recovery_code", "the same recovery code again");
    const minted = await ada.send("POST", "/2fa/recovery-codes");
    mustRefuse(
      minted,
      403,
      "second_factor_required",
      "a new set on the strength of a recovery code",
    );

    clock.advance({ seconds: 30 });
    mustAnswer(await ada.verify(authenticator.code()), 200, "verify");
    const replaced = await ada.send("POST", "/2fa/recovery-codes");
    mustAnswer(replaced, 200, "a new set after a code of the app");
    must(
      new Set(replaced.json.recoveryCodes as string[]).size === 10,
      "a new set has ten recovery codes",
    );
    const old = await ada.send("POST", redeem, { json: { recoveryCode: second } });
    mustRefuse(old, 401, "invalid_recovery_code", "a code of the set before");
  });

  it("voids every other session's verification with a new set", async ({ browser, clock }) => {
    const [here, there] = [browser(), browser()];
    const { authenticator } = await here.enroll("ada");
    await there.signIn("ada");
    clock.advance({ seconds: 30 });
    mustAnswer(await there.verify(authenticator.code()), 200, "verify in another session");
    mustAnswer(await here.send("POST", "/2fa/recovery-codes"), 200, "a new set");
    mustAnswer(await here.send("GET", "/account"), 200, "the session that asked for it");
    const out = await there.send("GET", "/account");
    mustRefuse(out, 403, "second_factor_required", "another session, after it");
  });
}
