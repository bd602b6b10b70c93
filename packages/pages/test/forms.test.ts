import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readForms, readTags } from "./read-html.js";
import { challenge, confirm, frame, samplePages } from "./sample-pages.js";

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
