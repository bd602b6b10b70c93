import type { Alarm, AlarmsState } from "@second-factor/core/alarms";
import { describe, expect, it } from "vitest";
import { securityPage, securityPageHeaders } from "../src/security/security-page.js";
import { stylesheet } from "../src/stylesheet.js";
import { readTags, readText, unescapeHtml } from "./read-html.js";
import { securityState } from "./sample-security.js";

const options = { issuer: "Acme Bank", basePath: "/2fa" };
const page = (state: Partial<AlarmsState> = {}) =>
  securityPage({ ...securityState, ...state }, options);

describe("the operators' page", () => {
  it("tells the alarms, whom they are about, the clock and the latest events", () => {
    const text = readText(page());
    for (const said of [
      "A correct code came again from another session.",
      "critical",
      "198.51.100.7",
      "By 200 votes it seems to be 23 seconds ahead.",
      "3 more were held back",
      "1 could not be handed on",
      "verification.invalid",
    ])
      expect(text).toContain(said);
  });

  it("draws a bar for every offset between the first and the last, the highest at full height", () => {
    const bars = readTags(page()).filter(({ name }) => name === "rect");
    expect(bars.map(({ attributes }) => Number(attributes.height))).toEqual([60, 120, 20, 0, 0]);
    expect(unescapeHtml(page())).toContain(
      `aria-label="Codes by time steps from the server's clock. −2: 60,`,
    );
    const wide = [-20, -7, 9].map((offset) => ({ offset, votes: 1 }));
    const clock = { ...securityState.clock, offsets: wide };
    expect(readTags(page({ clock })).filter(({ name }) => name === "rect")).toHaveLength(13);
  });

  it("says so where there is nothing to tell", () => {
    const clock = { offsets: [], votes: 0, aheadSeconds: null };
    const nothing = { alarms: [], events: [], clock, suppressed: 0, undelivered: 0 };
    const text = readText(securityPage(nothing, options));
    expect(text.match(/None since this process started\./g)).toHaveLength(2);
    expect(text).toContain("No code has told anything of it yet.");
    const few = { ...clock, votes: 7, offsets: [{ offset: 0, votes: 7 }] };
    expect(readText(page({ clock: few }))).toContain("7 votes are too few to judge it by.");
  });

  it("holds no script, no inline style, and no markup of whoever named an account", () => {
    const [alarm] = securityState.alarms as [Alarm];
    const hostile = '"><script>alert(1)</script><b style="x';
    const events = securityState.events.map((event) => ({ ...event, subjectId: hostile }));
    const markup = page({ alarms: [{ ...alarm, subjectId: hostile }], events });
    expect(markup).not.toContain("<script");
    const names = readTags(markup).flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name === "style" || name.startsWith("on"))).toEqual([]);
    expect(securityPageHeaders["Content-Security-Policy"]).not.toContain("script");
    for (const name of ["sf-chart", "sf-events"]) expect(stylesheet).toContain(`.${name}`);
  });
});
