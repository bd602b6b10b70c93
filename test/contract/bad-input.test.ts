import { problemCodes, problemStatus } from "@second-factor/core/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, type Testbed, variants } from "../testbed/index.js";
import { type BadInput, badInputs } from "./bad-input-table.js";

interface Scene {
  readonly bed: Testbed;
  readonly clients: Readonly<Record<BadInput["as"], Client>>;
  readonly ids: Readonly<Record<":authenticator" | ":enrollment", string>>;
}

/** alice is enrolled and signs in again by password; mallory is enrolled and has begun a second enrollment. */
async function prepare(bed: Testbed): Promise<Scene> {
  const clients = { verified: bed.client(), password: bed.client(), nobody: bed.client() };
  await clients.verified.enroll("alice");
  await clients.password.login("alice");
  const mallory = bed.client();
  const { authenticatorId } = await mallory.enroll("mallory");
  const begun = await mallory.request("POST", "/2fa/totp/enrollments", { json: {} });
  const { enrollmentId } = begun.json<{ enrollmentId: string }>();
  return { bed, clients, ids: { ":authenticator": authenticatorId, ":enrollment": enrollmentId } };
}

const modes = variants.flatMap((variant) => [
  { ...variant, parser: false, mode: "without body parsing" },
  { ...variant, parser: true, mode: "with a body parser" },
]);

describe.each(modes)("bad input to $name, $mode", ({ start, parser }) => {
  let scene: Scene;
  beforeAll(async () => {
    // Neither the budget for wrong codes nor the age of a sign-in is what is tested here.
    const budgets = { single: { points: 10, durationSeconds: 60 } };
    const engine = { budgets, signInMaxAgeSeconds: 86_400, changeMaxAgeSeconds: 3600 };
    scene = await prepare(await start({ parser, engine }));
  });
  afterAll(() => scene.bed.close());

  it.each(badInputs)("$what: $code", async ({ as, method, path, parts, code, parsed }) => {
    const { bed, clients, ids } = scene;
    // Where the host's parser lets them through, some are compared and spend the budget.
    if (parsed !== undefined) bed.clock.advance({ seconds: 61 });
    const held = async () => [await bed.record("alice"), await bed.record("mallory")];
    const before = structuredClone(await held());
    const target = path.replace(/:\w+/, (id) => ids[id as keyof typeof ids]);
    const reply = await clients[as].request(method, target, parts);

    const expected = parser ? (parsed ?? code) : code;
    if (expected === "host") expect([reply.status, reply.text]).toEqual([400, '{"error":"host"}']);
    else if (expected === "*") {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
    } else {
      expect(reply.code).toBe(expected);
      expect(problemCodes).toContain(reply.code);
      expect(reply.status).toBe(problemStatus(reply.code as "wrong_type"));
      expect(reply.headers["content-type"]).toBe("application/problem+json");
      expect(reply.json()).toMatchObject({ status: reply.status, code: expected });
    }

    const after = await held();
    // A code that was compared is a failure, and nothing else.
    if (reply.code === "invalid_otp") after[0] = { ...after[0]!, failures: before[0]!.failures };
    expect(after).toEqual(before);
    expect((await clients.password.request("GET", "/account")).code).toBe("second_factor_required");
  });
});
