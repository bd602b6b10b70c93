import { must } from "../runner.js";
import { virtualAuthenticator } from "../virtual-authenticator.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustBePrivate, mustRefuse } from "./replies.js";

const begin = "/2fa/totp/enrollments";

export function defineEnrollmentCases(it: DefineCase): void {
  it("enrolls: a key URI and a QR code once, recovery codes once", async ({ browser, clock }) => {
    const ada = browser();
    await ada.signIn("ada");
    const begun = await ada.send("POST", begin, { json: { name: "Ada's phone" } });
    mustAnswer(begun, 201, "begin");
    mustBePrivate(begun, "begin");
    const { enrollmentId, keyUri, secret, qrCode, expiresAt } = begun.json;
    must(String(keyUri).startsWith("otpauth://totp/"), "begin must answer the key URI");
    must(
      /^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/.test(String(secret)),
      "begin must answer the grouped secret",
    );
    must(String(qrCode).startsWith("<svg"), "begin must answer the QR code as SVG");
    must(
      Date.parse(String(expiresAt)) === clock.now() + 600_000,
      "a pending enrollment must live for ten minutes",
    );
    mustAnswer(await ada.send("GET", "/account"), 200, "a pending enrollment closed the account");

    const confirm = `${begin}/${enrollmentId}/confirm`;
    const phone = virtualAuthenticator(String(keyUri), clock);
    const wrong = await ada.send("POST", confirm, { json: { otp: phone.code(50) } });
    mustRefuse(wrong, 401, "invalid_otp", "a wrong first code");
    must(wrong.json.attemptsRemaining === 4, "a wrong first code must tell that 4 tries are left");
    const confirmed = await ada.send("POST", confirm, { json: { otp: phone.code() } });
    mustAnswer(confirmed, 200, "confirm");
    const { authenticator, recoveryCodes } = confirmed.json as {
      authenticator: { id: string; name: string; type: string };
      recoveryCodes: string[];
    };
    must(
      authenticator.name === "Ada's phone" && authenticator.type === "totp",
      "confirm must answer the authenticator under its name",
    );
    must(new Set(recoveryCodes).size === 10, "the first enrollment must answer ten recovery codes");
    const twice = await ada.send("POST", confirm, { json: { otp: phone.code(1) } });
    mustRefuse(twice, 404, "enrollment_not_found", "a second confirmation");

    const status = await ada.send("GET", "/2fa/");
    mustAnswer(status, 200, "status");
    must(
      !status.text.includes(String(secret)) && !status.text.includes(recoveryCodes[0] ?? ""),
      "status shows a secret again",
    );
    mustAnswer(await ada.send("GET", "/account"), 200, "the session that enrolled is not verified");
  });

  it("voids an enrollment after five wrong codes, and on request", async ({ browser, clock }) => {
    const ada = browser();
    await ada.signIn("ada");
    const first = (await ada.send("POST", begin, { json: {} })).json;
    const phone = virtualAuthenticator(String(first.keyUri), clock);
    const confirm = `${begin}/${first.enrollmentId}/confirm`;
    for (const left of [4, 3, 2, 1, 0]) {
      const wrong = await ada.send("POST", confirm, { json: { otp: phone.code(50) } });
      must(
        wrong.json.attemptsRemaining === left,
        `a wrong first code must tell that ${left} are left`,
      );
    }
    const late = await ada.send("POST", confirm, { json: { otp: phone.code() } });
    mustRefuse(late, 404, "enrollment_not_found", "the right code after five wrong ones");

    const second = (await ada.send("POST", begin, { json: {} })).json;
    const canceled = await ada.send("DELETE", `${begin}/${second.enrollmentId}`);
    must(canceled.status === 204 && canceled.text === "", "cancel must answer 204 without a body");
    const again = await ada.send("POST", `${begin}/${second.enrollmentId}/cancel`);
    mustRefuse(again, 404, "enrollment_not_found", "canceling twice");
  });

  it("keeps an enrollment to the session that began it", async ({ browser, clock }) => {
    const [here, there] = [browser(), browser()];
    await here.signIn("ada");
    await there.signIn("ada");
    const begun = (await here.send("POST", begin, { json: {} })).json;
    const otp = virtualAuthenticator(String(begun.keyUri), clock).code();
    const confirm = `${begin}/${begun.enrollmentId}/confirm`;
    const foreign = await there.send("POST", confirm, { json: { otp } });
    mustRefuse(foreign, 404, "enrollment_not_found", "another session's confirmation");
    mustAnswer(await here.send("POST", confirm, { json: { otp } }), 200, "the own confirmation");
  });

  it("asks for a recent sign-in, then for a fresh second factor", async ({ browser, clock }) => {
    const ada = browser();
    await ada.signIn("ada");
    await ada.send("GET", "/account");
    clock.advance({ seconds: 901 });
    const late = await ada.send("POST", begin, { json: {} });
    mustRefuse(late, 401, "sign_in_again", "a first enrollment 15 minutes after the sign-in");
    const { authenticator } = await ada.enroll("ada");
    clock.advance({ seconds: 301 });
    const stale = await ada.send("POST", begin, { json: {} });
    mustRefuse(stale, 403, "second_factor_required", "a second enrollment without a fresh code");
    mustAnswer(await ada.verify(authenticator.code()), 200, "verify");
    mustAnswer(await ada.send("POST", begin, { json: {} }), 201, "a second enrollment with one");
  });
}
