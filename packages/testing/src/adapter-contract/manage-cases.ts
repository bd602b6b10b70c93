import { must } from "../runner.js";
import { virtualAuthenticator } from "../virtual-authenticator.js";
import type { DefineCase } from "./adapter-case.js";
import { mustAnswer, mustRefuse } from "./replies.js";

interface Listed {
  readonly authenticators: ReadonlyArray<{ readonly id: string; readonly name: string }>;
}

export function defineManageCases(it: DefineCase): void {
  it("renames and removes authenticators, also the last one", async ({ browser, clock }) => {
    const ada = browser();
    const { id } = await ada.enroll("ada");
    const begun = (await ada.send("POST", "/2fa/totp/enrollments", { json: { name: "Tablet" } }))
      .json;
    const otp = virtualAuthenticator(String(begun.keyUri), clock).code();
    const confirm = `/2fa/totp/enrollments/${begun.enrollmentId}/confirm`;
    mustAnswer(await ada.send("POST", confirm, { json: { otp } }), 200, "a second authenticator");

    const renamed = await ada.send("PATCH", `/2fa/authenticators/${id}`, {
      json: { name: "Work" },
    });
    must(renamed.status === 200 && renamed.json.name === "Work", "PATCH must answer the new name");
    const byForm = await ada.send("POST", `/2fa/authenticators/${id}/rename`, {
      form: { name: "Büro & Co" },
    });
    mustAnswer(byForm, 200, "rename by a form");
    const status = (await ada.send("GET", "/2fa")).json as unknown as Listed;
    must(
      status.authenticators.map(({ name }) => name).join() === "Büro & Co,Tablet",
      `status lists ${status.authenticators.map(({ name }) => name).join()}`,
    );

    const removed = await ada.send("DELETE", `/2fa/authenticators/${id}`);
    must(removed.status === 204 && removed.text === "", "DELETE must answer 204 without a body");
    const twice = await ada.send("POST", `/2fa/authenticators/${id}/remove`, { form: {} });
    mustRefuse(twice, 404, "authenticator_not_found", "removing it twice");
    const last = `/2fa/authenticators/${begun.enrollmentId}`;
    mustAnswer(await ada.send("DELETE", last), 204, "the last one, where the policy allows");
    const transfer = await ada.send("POST", "/transfer", { json: {} });
    mustRefuse(transfer, 403, "enrollment_required", "requireSecondFactor after the last one went");
  });

  it("touches nobody else's authenticators", async ({ browser }) => {
    const [ada, bob] = [browser(), browser()];
    const { id } = await ada.enroll("ada");
    await bob.enroll("bob");
    const path = `/2fa/authenticators/${id}`;
    for (const [method, at, parts] of [
      ["DELETE", path, {}],
      ["POST", `${path}/remove`, {}],
      ["PATCH", path, { json: { name: "Mine" } }],
    ] as const) {
      const foreign = await bob.send(method, at, parts);
      mustRefuse(foreign, 404, "authenticator_not_found", `${method} of another's authenticator`);
    }
    const own = (await ada.send("GET", "/2fa/")).json as unknown as Listed;
    must(own.authenticators[0]?.name === "Authenticator app", "another subject renamed it");
  });

  it(
    "keeps the last one where the policy requires it",
    async ({ browser }) => {
      const ada = browser();
      const { id } = await ada.enroll("ada");
      const kept = await ada.send("DELETE", `/2fa/authenticators/${id}`);
      mustRefuse(kept, 409, "last_authenticator", "removing the last one");
    },
    { policy: "required" },
  );
}
