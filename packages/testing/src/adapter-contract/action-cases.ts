import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustRefuse } from "./replies.js";

const json = { amount: 25 };

export function defineActionCases(it: DefineCase): void {
  it("opens an action once, after a code that was given for it", async ({ browser, clock }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    const fresh = await ada.send("POST", "/pay?to=bob", { json });
    mustRefuse(fresh, 403, "second_factor_required", "an action, with a fresh mark for nothing");
    must(fresh.json.action === "pay:bob", "the refusal must tell programs the action");

    clock.advance({ seconds: 30 });
    const asked = { otp: authenticator.code(), action: "pay:bob" };
    mustAnswer(await ada.send("POST", "/2fa/verify", { json: asked }), 200, "verify for an action");
    const other = await ada.send("POST", "/pay?to=eve", { json });
    mustRefuse(other, 403, "second_factor_required", "another action than the code was for");
    mustAnswer(await ada.send("POST", "/transfer", { json }), 200, "a route without an action");
    mustAnswer(await ada.send("POST", "/pay?to=bob", { json }), 200, "the action");
    const twice = await ada.send("POST", "/pay?to=bob", { json });
    mustRefuse(twice, 403, "second_factor_required", "the same action a second time");

    const malformed = { otp: authenticator.code(), action: "pay\nbob" };
    const refused = await ada.send("POST", "/2fa/verify", { json: malformed });
    mustRefuse(refused, 400, "action_malformed", "a malformed action");
  });

  it("lets one of twenty requests pass that want the same action at once", async ({
    browser,
    clock,
  }) => {
    const ada = browser("unrecorded");
    const { authenticator } = await ada.enroll("ada");
    clock.advance({ seconds: 30 });
    const asked = { otp: authenticator.code(), action: "pay:bob" };
    mustAnswer(await ada.send("POST", "/2fa/verify", { json: asked }), 200, "verify for an action");
    const all = await Promise.all(
      Array.from({ length: 20 }, () => ada.send("POST", "/pay?to=bob", { json })),
    );
    const passed = all.filter(({ status }) => status === 200).length;
    must(passed === 1, `${passed} of twenty requests passed on one code`);
    for (const reply of all.filter(({ status }) => status !== 200)) {
      mustRefuse(reply, 403, "second_factor_required", "the nineteen others");
    }
  });

  it("binds an action to its token, and takes it off its field", async ({ browser, clock }) => {
    const { authenticator } = await browser().enroll("ada");
    clock.advance({ seconds: 30 });
    const program = browser();
    const token = { authorization: `Bearer ada.jti-1.${clock.now()}` };
    const asked = { otp: authenticator.code(), action: "pay:bob" };
    const verified = await program.send("POST", "/2fa/verify", { json: asked, headers: token });
    mustAnswer(verified, 200, "verify by token");
    const headers = { ...token, "second-factor": verified.headers.get("second-factor") ?? "" };
    const done = await program.send("POST", "/pay?to=bob", { json, headers });
    mustAnswer(done, 200, "the action by token");
    const left = done.headers.get("second-factor") ?? "";
    must(left.length > 40, "the reply must bring the field without what was used up");
    for (const mark of [headers["second-factor"], left]) {
      const again = { ...token, "second-factor": mark };
      const twice = await program.send("POST", "/pay?to=bob", { json, headers: again });
      mustRefuse(twice, 401, "second_factor_required", "the same action by token once more");
      mustAnswer(
        await program.send("GET", "/account", { headers: again }),
        200,
        "the guard, with either",
      );
    }
  });
}
