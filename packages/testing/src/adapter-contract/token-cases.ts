import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import type { Reply } from "./browser.js";
import { mustAnswer, mustRefuse } from "./replies.js";

function mustChallenge(reply: Reply, maxAge: string, what: string): void {
  mustRefuse(reply, 401, "second_factor_required", what);
  const challenge = reply.headers.get("www-authenticate") ?? "";
  must(
    challenge.startsWith('Bearer error="insufficient_user_authentication"') &&
      challenge.endsWith(maxAge),
    `${what}: WWW-Authenticate is ${challenge}, not the challenge of RFC 9470 with ${maxAge}`,
  );
}

export function defineTokenCases(it: DefineCase): void {
  it("challenges a token by RFC 9470 and binds its mark to it", async ({ browser, clock }) => {
    const { authenticator } = await browser().enroll("ada");
    clock.advance({ seconds: 30 });
    const program = browser();
    const token = { authorization: `Bearer ada.jti-1.${clock.now()}` };
    mustChallenge(
      await program.send("GET", "/account", { headers: token }),
      "max_age=86400",
      "the guard",
    );
    const json = { otp: authenticator.code() };
    const verified = await program.send("POST", "/2fa/verify", { json, headers: token });
    mustAnswer(verified, 200, "verify by token");
    const mark = verified.headers.get("second-factor") ?? "";
    must(mark.length > 40, "verify by token must answer its mark in Second-Factor");
    const marked = { ...token, "second-factor": mark };
    mustAnswer(
      await program.send("GET", "/account", { headers: marked }),
      200,
      "the token with its mark",
    );
    const other = { authorization: `Bearer ada.jti-2.${clock.now()}`, "second-factor": mark };
    mustChallenge(
      await program.send("GET", "/account", { headers: other }),
      "max_age=86400",
      "another token with the mark",
    );
    // One mark in 256 ends in "AA" by itself.
    const tail = mark.endsWith("AA") ? "AQ" : "AA";
    const forged = { ...token, "second-factor": `${mark.slice(0, -2)}${tail}` };
    mustChallenge(
      await program.send("GET", "/account", { headers: forged }),
      "max_age=86400",
      "a mark that was changed",
    );
    clock.advance({ seconds: 301 });
    const transfer = await program.send("POST", "/transfer", { json: {}, headers: marked });
    mustChallenge(transfer, "max_age=300", "requireSecondFactor with a mark of five minutes ago");
  });

  it("counts no session's mark for a request that authenticated by token", async ({
    browser,
    clock,
  }) => {
    const ada = browser();
    await ada.enroll("ada");
    mustAnswer(await ada.send("GET", "/account"), 200, "the session");
    const headers = { authorization: `Bearer ada.jti-1.${clock.now()}` };
    mustChallenge(
      await ada.send("GET", "/account", { headers }),
      "max_age=86400",
      "a token beside its own session",
    );
  });
}
