import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import type { RequestParts } from "./browser.js";
import { mustAnswer, mustRefuse } from "./replies.js";

const json = { "content-type": "application/json" };

/** A body without Content-Length: what is read is counted, not announced. */
function chunked(parts: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const rest = [...parts];
  return new ReadableStream({
    pull(controller) {
      const part = rest.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(encoder.encode(part));
    },
  });
}

export function defineBodyCases(it: DefineCase): void {
  it("reads JSON and forms, in one piece and in chunks", async ({ browser, clock }) => {
    const ada = browser();
    const { authenticator } = await ada.enroll("ada");
    const ways: ReadonlyArray<(otp: string) => RequestParts> = [
      (otp) => ({ json: { otp } }),
      (otp) => ({ form: { otp } }),
      (otp) => ({ body: chunked(['{"ot', `p":"${otp}`, '"}']), headers: json }),
      (otp) => ({
        body: `{"otp":"${otp}"}`,
        headers: { "content-type": "Application/JSON; charset=UTF-8" },
      }),
    ];
    for (const [index, way] of ways.entries()) {
      clock.advance({ seconds: 30 });
      const parts = way(authenticator.code());
      mustAnswer(
        await ada.send("POST", "/2fa/verify", parts),
        200,
        `verify, way ${index + 1} to send it`,
      );
    }
    const empty = await ada.send("POST", "/2fa/verify", { headers: json });
    mustRefuse(empty, 400, "field_missing", "no body at all");
  });

  it("refuses fields of another type or another name's, wherever they were parsed", async ({
    browser,
  }) => {
    const ada = browser();
    await ada.enroll("ada");
    const wrong = [
      [{ otp: 123456 }, "wrong_type"],
      [{ otp: ["123456"] }, "wrong_type"],
      [{ otp: { $gt: "" } }, "wrong_type"],
      [{ otp: null }, "wrong_type"],
      [{ otp: "" }, "otp_wrong_length"],
      [{ otp: "12345" }, "otp_wrong_length"],
      [{ otp: "１２３４５６" }, "otp_malformed"],
      [{ otp: "123456", authenticatorId: 1 }, "wrong_type"],
      [{ constructor: { otp: "123456" } }, "field_missing"],
      [{ code: "123456" }, "field_missing"],
    ] as const;
    for (const [fields, code] of wrong) {
      const reply = await ada.send("POST", "/2fa/verify", { json: fields });
      mustRefuse(reply, 400, code, JSON.stringify(fields));
    }
  });

  it("takes a body that is too large or none of its kind for what it is", async ({
    browser,
    parsesBodies,
  }) => {
    const ada = browser();
    await ada.enroll("ada");
    const long = `{"otp":"123456","x":"${"x".repeat(5000)}"}`;
    const cases = [
      { body: long, headers: json, code: "body_too_large" },
      {
        body: chunked([long.slice(0, 3000), long.slice(3000)]),
        headers: json,
        code: "body_too_large",
      },
      { body: "{", headers: json, code: "invalid_json" },
      { body: "[1]", headers: json, code: "invalid_json" },
      { body: '{"otp":"123456","otp":"654321"}', headers: json, code: "duplicate_key" },
      { body: new Uint8Array([0x7b, 0xff, 0x7d]), headers: json, code: "invalid_utf8" },
      { body: "<otp/>", headers: { "content-type": "text/xml" }, code: "unsupported_media_type" },
      {
        body: "otp=123456",
        headers: { "content-type": "text/plain" },
        code: "unsupported_media_type",
      },
    ];
    for (const { body, headers, code } of cases) {
      const reply = await ada.send("POST", "/2fa/verify", { body, headers });
      const what = `${code} (${reply.status} ${reply.code})`;
      if (!parsesBodies) must(reply.code === code, `${what} instead of ${code}`);
      must(
        reply.status >= 400 && reply.status < 500,
        `${what}: not refused as the client's mistake`,
      );
      // On the same connection: what was not read of a body must not be taken for the next request.
      mustAnswer(await ada.send("GET", "/account"), 200, `the request after ${code}`);
    }
  });
}
