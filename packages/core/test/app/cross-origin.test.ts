import { expect, it } from "vitest";
import { codeOf, inProcessApp } from "./in-process-app.js";

it("lets programs without browser headers delete and rename, and asks forms for the page's token", async () => {
  const app = inProcessApp();
  const { session, authenticatorId } = await app.enrolled("alice");
  const path = `/authenticators/${authenticatorId}`;
  expect(codeOf(await session.send("POST", `${path}/remove`))).toBe("form_token_invalid");
  expect((await session.send("PATCH", path, { json: { name: "Phone" } })).status).toBe(200);
  const form = { form: { name: "Phone" } };
  expect(codeOf(await session.send("PATCH", path, form))).toBe("form_token_invalid");
  expect((await session.send("DELETE", path)).status).toBe(204);
});

it("answers a browser on an unknown route or with a wrong method in pages, and programs with problems", async () => {
  const pages = { render: () => "<p>a page</p>", stylesheet: "", script: "" };
  const alice = inProcessApp({ pages }).signIn("alice");
  const headers = { accept: "text/html" };
  expect(await alice.send("GET", "/nothing", { headers })).toMatchObject({
    status: 404,
    body: "<p>a page</p>",
  });
  const wrong = await alice.send("GET", "/verify", { headers });
  expect(wrong).toMatchObject({ status: 405, body: "<p>a page</p>" });
  expect(wrong.headers).toContainEqual(["Allow", "POST"]);
  expect(codeOf(await alice.send("GET", "/nothing"))).toBe("route_not_found");
});
