import { expect, it } from "vitest";
import { routeTable } from "../../src/http/index.js";
import { openApiDocument } from "./openapi-document.js";
import { replySchemas } from "./reply-schemas.js";
import { routeDescriptions } from "./route-descriptions.js";

it("openapi.json is what the route table says (npx vitest run openapi -u writes it)", async () => {
  const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../openapi.json");
});

it("says what every route is for and what it reads", () => {
  const keys = routeTable.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(routeDescriptions).sort()).toEqual(keys.sort());
});

it("describes the reply of every route that programs use", () => {
  const described = routeTable
    .filter(({ page }) => !page)
    .map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(replySchemas).sort()).toEqual(described.sort());
});
