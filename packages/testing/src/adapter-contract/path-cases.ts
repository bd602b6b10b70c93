import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustBePrivate, mustRefuse } from "./replies.js";

export function definePathCases(it: DefineCase): void {
  it("knows its own paths exactly, and refuses every other one below them", async ({ browser }) => {
    const ada = browser();
    await ada.signIn("ada");
    const unknown = [
      "/2fa/unknown",
      "/2fa/verify/",
      "/2fa//verify",
      "/2fa/%76erify",
      "/2fa/authenticators/a.b",
      "/2fa/styles.css/x",
      "/2fa/verify/x.css",
    ];
    for (const path of unknown) {
      mustRefuse(await ada.send("GET", path), 404, "route_not_found", `GET ${path}`);
      mustRefuse(
        await ada.send("POST", path, { json: {} }),
        404,
        "route_not_found",
        `POST ${path}`,
      );
    }
  });

  it("answers other methods with 405 and what is allowed", async ({ browser }) => {
    const ada = browser();
    await ada.signIn("ada");
    const cases = [
      ["GET", "/2fa/verify", "POST"],
      ["PUT", "/2fa/verify", "POST"],
      ["OPTIONS", "/2fa/verify", "POST"],
      ["PROPFIND", "/2fa/recovery-codes", "POST, GET, HEAD"],
      ["DELETE", "/2fa/", "GET, HEAD"],
      ["POST", "/2fa/authenticators/abc", "PATCH, DELETE"],
    ] as const;
    for (const [method, path, allow] of cases) {
      const reply = await ada.send(method, path);
      mustRefuse(reply, 405, "method_not_allowed", `${method} ${path}`);
      must(
        reply.headers.get("allow") === allow,
        `${method} ${path} allows ${reply.headers.get("allow")}`,
      );
    }
  });

  it("answers HEAD like GET, without a body", async ({ browser }) => {
    const ada = browser();
    const nobody = await ada.send("HEAD", "/2fa/");
    must(nobody.status === 401 && nobody.text === "", "HEAD for nobody");
    await ada.enroll("ada");
    for (const path of ["/2fa", "/2fa/", "/2fa/manage", "/2fa/styles.css"]) {
      const head = await ada.send("HEAD", path);
      const get = await ada.send("GET", path);
      must(head.status === get.status && head.text === "", `HEAD ${path} answered ${head.status}`);
      const type = get.headers.get("content-type");
      must(head.headers.get("content-type") === type, `HEAD ${path} is not of GET's type`);
    }
    const other = browser();
    await other.signIn("ada");
    const stopped = await other.send("HEAD", "/account");
    must(
      stopped.status === 403 && stopped.text === "",
      "HEAD of a guarded route without the second factor",
    );
    mustBePrivate(stopped, "HEAD of a guarded route");
  });

  it("serves its stylesheet and script to everybody", async ({ browser }) => {
    for (const [path, type] of [
      ["/2fa/styles.css", "text/css"],
      ["/2fa/script.js", "text/javascript"],
    ] as const) {
      const reply = await browser().send("GET", path);
      mustAnswer(reply, 200, path);
      must(
        reply.headers.get("content-type") === `${type}; charset=utf-8`,
        `${path} is not ${type}`,
      );
      must(reply.headers.get("x-content-type-options") === "nosniff", `${path} may be guessed at`);
      must(
        reply.headers.get("cache-control")?.startsWith("public") === true,
        `${path} is not cacheable`,
      );
    }
  });

  it("leaves every other path to the host", async ({ browser }) => {
    const nobody = browser();
    for (const path of ["/", "/2fa-help", "/2facts", "/x/2fa", "/?/2fa/verify"]) {
      const reply = await nobody.send("GET", path);
      must(
        !reply.headers.has("referrer-policy") && reply.code === "",
        `${path} was answered by the suite`,
      );
    }
  });
}
