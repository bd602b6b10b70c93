import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readForms, readTags, readText } from "./read-html.js";
import { again, challenge, confirm, frame, samplePages } from "./sample-pages.js";

const pages = htmlPages();

function formsOf(name: keyof typeof samplePages) {
  const page = samplePages[name];
  if (page === undefined) throw new Error(`No sample "${name}"`);
  return readForms(pages.render(page));
}

const actions = (name: string) => formsOf(name).map(({ action }) => action);

describe("forms", () => {
  it("begin an enrollment under a suggested name", () => {
    const [form] = formsOf("enroll");
    expect(form?.action).toBe("/2fa/totp/enrollments");
    expect(form?.fields.name).toBe("My phone");
  });

  it("confirm and cancel the enrollment by its id", () => {
    expect(actions("confirm")).toEqual([
      "/2fa/totp/enrollments/enr_7Qx/confirm",
      "/2fa/totp/enrollments/enr_7Qx/cancel",
    ]);
    const odd = pages.render({ ...confirm, enrollmentId: "../x?y" });
    expect(readForms(odd)[0]?.action).toBe("/2fa/totp/enrollments/..%2Fx%3Fy/confirm");
  });

  it("verify with the named authenticator, or redeem a recovery code", () => {
    const [verify, redeem] = formsOf("challenge");
    expect(verify?.action).toBe("/2fa/verify");
    expect(verify?.fields).toMatchObject({ otp: "", authenticatorId: "aut_1" });
    expect(redeem?.action).toBe("/2fa/recovery-codes/redeem");
    expect(redeem?.fields).toMatchObject({ recoveryCode: "" });
  });

  it("bring the sealed ticket along where something waits for the code, and say what it is for", () => {
    const forms = formsOf("challenge-action");
    expect(forms.map(({ action }) => action)).toEqual(["/2fa/resume", "/2fa/resume"]);
    for (const { fields } of forms) expect(fields.ticket).toBe("sealed-ticket");
    expect(forms.map(({ fields }) => Object.keys(fields))).toEqual([
      expect.arrayContaining(["otp", "authenticatorId"]),
      expect.arrayContaining(["recoveryCode"]),
    ]);
    const text = readText(pages.render(samplePages["challenge-action"]!));
    expect(text).toContain("This confirms A transfer of 25.00 EUR to bob");
    expect(readText(pages.render(samplePages["challenge-waiting"]!))).not.toContain(
      "This confirms",
    );
  });

  it("go on with the host's form alone: its fields in their order, and none of ours", () => {
    for (const name of ["continue", "recovery-codes-waiting"] as const) {
      const [form] = formsOf(name);
      expect([form?.method, form?.action]).toEqual(["post", again.path]);
      const named = readTags(form?.markup ?? "").flatMap(({ attributes: { name, value } }) =>
        name === undefined ? [] : [[name, value]],
      );
      expect(named).toEqual(again.fields);
    }
    const [waiting] = formsOf("recovery-codes-waiting");
    expect(waiting?.markup).toContain('<input type="checkbox" id="sf-saved" required>');
    expect(waiting?.markup, "new codes are read before anything goes on").not.toContain(
      "sf-continue",
    );
    expect(formsOf("continue")[0]?.markup).toContain("data-sf-continue");
  });

  it("let choose where there are several authenticators, the last used one first", () => {
    const [verify] = formsOf("challenge-several");
    const options = readTags(verify?.markup ?? "").filter(({ name }) => name === "option");
    expect(options.map(({ attributes }) => attributes)).toEqual([
      { value: "aut_1" },
      { value: "aut_2", selected: "" },
    ]);
  });

  it("offer no recovery code where none is left", () => {
    expect(actions("challenge-no-recovery")).toEqual(["/2fa/verify"]);
  });

  it("say nothing of recovery codes that the account may not use", () => {
    expect(actions("challenge-codes-not-allowed")).toEqual(["/2fa/verify"]);
    for (const name of ["challenge-codes-not-allowed", "manage-codes-not-allowed"]) {
      expect(readText(pages.render(samplePages[name]!)), name).not.toMatch(/recovery code/i);
    }
  });

  it("rename and remove each authenticator, the last one only where the policy lets it go", () => {
    expect(actions("manage")).toEqual([
      "/2fa/authenticators/aut_1/rename",
      "/2fa/authenticators/aut_1/remove",
      "/2fa/authenticators/aut_2/rename",
      "/2fa/authenticators/aut_2/remove",
    ]);
    expect(actions("manage-last-stays")).toEqual(["/2fa/authenticators/aut_1/rename"]);
    expect(actions("manage-last")).toHaveLength(2);
  });

  it("ask before the recovery codes are replaced", () => {
    expect(actions("regenerate")).toEqual(["/2fa/recovery-codes"]);
  });

  it("go on from the recovery codes only after they were saved, with the whole way back", () => {
    const [form] = formsOf("recovery-codes");
    expect(form?.method).toBe("get");
    expect(form?.action).toBe("/account");
    expect(form?.fields).toEqual({ tab: "cards", page: "2" });
    expect(form?.markup).toContain('<input type="checkbox" id="sf-saved" required>');
    expect(actions("recovery-codes-regenerated")).toEqual(["/2fa/manage"]);
  });

  it("leave out a way back that there is none of, and stand a base path of one slash", () => {
    const page = { ...challenge, frame: { ...frame, returnTo: "", basePath: "/" } };
    const [form] = readForms(pages.render(page));
    expect(form?.action).toBe("/verify");
    expect(form?.fields).not.toHaveProperty("return_to");
  });
});
