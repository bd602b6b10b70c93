import fc from "fast-check";
import { expect, it } from "vitest";
import { routeTable } from "../../src/http/index.js";
import { onDuty, staffedApp } from "./staffed-app.js";

const fields = ["subjectId", "role", "reason", "caseReference", "recoveryId", "ticket", "after"];
const paths = routeTable.filter(({ path }) => path.startsWith("/staff") || path === "/undo");

it("no body and no query of an administrator's brings an error or another's secret", async () => {
  const app = staffedApp();
  const alice = await app.enrolled("alice");
  const carol = await onDuty(app, "carol");
  const value = fc.oneof(
    fc.constantFrom("alice", "carol", "cashier", "", " ", "x".repeat(600), "__proto__"),
    fc.string({ unit: "binary" }),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const record = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 });
  const query = fc.tuple(
    fc.constantFrom("subject", "after", "ticket"),
    fc.string({ unit: "grapheme" }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      record,
      query,
      async (route, json, [name, text]) => {
        const path = `${route.path}?${name}=${encodeURIComponent(text)}`;
        const sending = route.method === "GET" ? {} : { json };
        const { status, body } = await carol.send(route.method, path, sending);
        expect([200, 204, 400, 403, 404, 409], body).toContain(status);
        for (const hidden of [alice.secret, ...alice.recoveryCodes])
          expect(body).not.toContain(hidden);
      },
    ),
    { numRuns: 150, seed: 815 },
  );
});
