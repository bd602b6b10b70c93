import { describe, expect, it } from "vitest";
import { inMinutes } from "../src/duration.js";
import { htmlPages } from "../src/html-pages.js";
import { inTime } from "../src/in-time.js";
import { readText } from "./read-html.js";
import { challenge, frame, manage } from "./sample-pages.js";

const german = {
  challenge: { heading: "Bestätige, dass du es bist" },
  error: {
    retryAfter: (seconds: number) => `Versuche es ${inTime("de", seconds)} wieder.`,
    clockOff: (seconds: number) =>
      `Die Uhr deines Geräts geht ${inMinutes("de", seconds)} ${seconds < 0 ? "nach" : "vor"}.`,
  },
};
const messages = {
  de: german,
  "ar-EG": { direction: "rtl" },
  en: { challenge: { submit: "Go" } },
} as const;
const asking = (acceptLanguage?: string) => ({ ...challenge, frame: { ...frame, acceptLanguage } });

describe("locales", () => {
  const pages = htmlPages({ messages });
  const lang = (acceptLanguage?: string) =>
    /<html lang="([^"]+)"/.exec(pages.render(asking(acceptLanguage)))?.[1];

  it("replace single sentences and keep the rest in English", () => {
    const text = readText(pages.render(asking("de-AT,de;q=0.9,en;q=0.8")));
    expect(text).toContain("Bestätige, dass du es bist");
    expect(text).toContain("I can't use my authenticator app");
    const english = readText(pages.render(challenge));
    expect(english).toContain("Go");
    expect(english).toContain("Confirm that it's you");
  });

  it("are chosen by what the browser wants most, else by the default", () => {
    expect(lang()).toBe("en");
    expect(lang("de")).toBe("de");
    expect(lang("fr, de;q=0.3, en;q=0.7")).toBe("en");
    expect(lang("ar")).toBe("ar-EG");
    expect(lang("en;q=0, de;q=0.1")).toBe("de");
    expect(lang("fr")).toBe("en");
    expect(lang(`${"x-".repeat(100_000)},;;q=,*;q=z`)).toBe("en");
  });

  it("set the direction, the dates and the times", () => {
    expect(pages.render(asking("ar"))).toContain('<html lang="ar-EG" dir="rtl">');
    const page = { ...manage, frame: { ...frame, acceptLanguage: "de" } };
    expect(readText(pages.render(page))).toContain("22. November 2026");
    const error = { code: "too_many_attempts", retryAfterSeconds: 700 } as const;
    const throttled = { ...challenge, frame: { ...frame, acceptLanguage: "de", error } };
    expect(readText(pages.render(throttled))).toContain("Versuche es in 12 Minuten wieder.");
  });

  it("tell how far a device's clock is off", () => {
    const error = { code: "invalid_otp", clockOffSeconds: -240 } as const;
    const wrong = { ...challenge, frame: { ...frame, error } };
    expect(readText(pages.render(wrong))).toContain("Your device's clock is about 4 minutes slow.");
    const fast = { ...error, clockOffSeconds: 60 };
    const other = { ...challenge, frame: { ...frame, error: fast, acceptLanguage: "de" } };
    expect(readText(pages.render(other))).toContain("Die Uhr deines Geräts geht 1 Minute vor.");
  });

  it("speak one language only where only that is given", () => {
    const onlyGerman = htmlPages({ locale: "de", messages: { de: german } });
    expect(onlyGerman.render(asking("en"))).toContain('<html lang="de"');
  });

  it("have to be language tags", () => {
    expect(() => htmlPages({ locale: "not a tag" })).toThrow(RangeError);
  });
});

describe("inTime", () => {
  it.each([
    [0, "in 1 second"],
    [59, "in 59 seconds"],
    [60, "in 1 minute"],
    [61, "in 2 minutes"],
    [7_200, "in 2 hours"],
    [30 * 86_400, "in 30 days"],
  ])("%i seconds: %s", (seconds, words) => {
    expect(inTime("en", seconds)).toBe(words);
  });
});
