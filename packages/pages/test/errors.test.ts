import { problemCodes, problemStatus } from "@second-factor/core/http";
import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readTags, readText } from "./read-html.js";
import { challenge, frame, samplePages } from "./sample-pages.js";

const pages = htmlPages();

const render = (name: string) => pages.render(samplePages[name] ?? challenge);
const field = (markup: string, name: string) =>
  readTags(markup).find(({ attributes }) => attributes.name === name)?.attributes ?? {};

describe("errors", () => {
  it("say what to do and how many tries are left", () => {
    const text = readText(render("challenge-wrong"));
    expect(text).toContain(
      "That code is not right. Check that your device's clock is set automatically, then try the next code.",
    );
    expect(text).toContain("You have 4 more tries.");
    expect(readText(render("confirm-last-try"))).toContain("one more try with this QR code");
  });

  it("are announced, named in the title, and tied to their field, which has the focus", () => {
    const markup = render("challenge-wrong");
    expect(markup).toContain('role="alert" id="sf-error"');
    expect(markup).toContain("<title>Error: ");
    expect(field(markup, "otp")).toMatchObject({
      "aria-describedby": "sf-error",
      "aria-invalid": "true",
      autofocus: "",
    });
    expect(field(markup, "recoveryCode")).not.toHaveProperty("aria-invalid");
  });

  it("stand in the recovery form where that was sent, and open it", () => {
    const markup = render("challenge-recovery-wrong");
    expect(markup).toMatch(/<details class="sf-more" open>[\s\S]*role="alert"/);
    expect(field(markup, "recoveryCode")).toMatchObject({
      "aria-describedby": "sf-recovery-code-hint sf-error",
      "aria-invalid": "true",
      autofocus: "",
    });
    expect(field(markup, "otp")).not.toHaveProperty("autofocus");
  });

  it("say when to try again", () => {
    expect(readText(render("challenge-address-limit"))).toContain("Try again in 12 minutes.");
  });

  it("explain escalation: consecutive codes in the one field", () => {
    const text = readText(render("challenge-two"));
    expect(text).toContain("or with a single code in 14 minutes");
    expect(text).toContain("Like this: 123456 789012");
    const spent = readText(render("challenge-two-spent"));
    expect(spent).toContain("Go on as described below.");
    expect(spent).not.toContain("no more tries");
    expect(readText(render("challenge-three"))).toContain("Like this: 123456 789012 345678");
    const eight = pages.render({ ...challenge, digits: 8, codesNeeded: 2 });
    expect(readText(eight)).toContain("Like this: 12345678 90123456");
  });

  it("mark no field where no other value would help", () => {
    const markup = pages.render({
      ...challenge,
      sent: "otp",
      frame: { ...frame, error: { code: "store_unavailable", retryAfterSeconds: 1 } },
    });
    expect(field(markup, "otp")).not.toHaveProperty("aria-invalid");
    expect(readText(markup)).toContain("Try again in 1 second.");
  });

  it.each(problemCodes)("%s has a page that says what happened and leads on", (code) => {
    const markup = pages.render({
      page: "problem",
      frame,
      code,
      status: problemStatus(code),
      retryAfterSeconds: null,
      signInPath: "/login",
    });
    expect(readText(markup)).toContain(code);
    expect(markup).toMatch(/<a class="sf-button sf-button-primary" href="\/[^"]+">/);
  });
});
