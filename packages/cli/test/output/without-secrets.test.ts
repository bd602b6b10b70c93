import { describe, expect, it } from "vitest";
import { printable } from "../../src/output/printable.js";
import { withoutSecrets } from "../../src/output/without-secrets.js";

const key = `k1:${"q7/+".repeat(10)}q7+=`;

describe("text of somebody else's, as it is shown", () => {
  it.each([
    ["a key of the ring", `cannot read ${key}!`, key.slice(3)],
    ["a wrapped key", `cannot read d1@aws:${"q7_-".repeat(20)}`, "q7_-q7_-"],
    ["credentials in a URL", "connect postgres://app:hunter22@db:5432/x failed", "hunter22"],
    ["a shared secret", "odd secret JBSWY3DPEHPK3PXP in row", "JBSWY3DPEHPK3PXP"],
  ])("never has %s in it", (_, text, secret) => {
    const shown = withoutSecrets(text, {});
    expect(shown).not.toContain(secret);
    expect(shown, "the rest is left").toContain(text.slice(0, 7));
  });

  it("never has what a variable holds that is named like a secret, whole or in part", () => {
    const environment = {
      SESSION_SECRET: "correct horse",
      RING: "plain",
      DB_PASSWORD: "tr0ub4dor",
    };
    const shown = withoutSecrets("correct horse and tr0ub4dor, plain", environment);
    expect(shown).toBe("[hidden] and [hidden], plain");
  });

  it("leaves an ordinary message as it is", () => {
    const message = "ENOENT: no such file or directory, open '/srv/app/users.csv'";
    expect(withoutSecrets(message, { API_KEY: "" })).toBe(message);
  });
});

describe("text of a user's, on a terminal", () => {
  it("moves no cursor, writes no line of its own and turns no direction around", () => {
    expect(printable("phone\u001b[2J\nok\u202egnp.exe")).toBe(
      "phone\ufffd[2J\ufffdok\ufffdgnp.exe",
    );
    expect(printable("Зоя's телефон 📱")).toBe("Зоя's телефон 📱");
  });
});
