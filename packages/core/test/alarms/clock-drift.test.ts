import { describe, expect, it } from "vitest";
import { accepted, invalid, times, watched } from "./watched-events.js";

describe("the fleet's clock", () => {
  /** Offsets as they come with the server's clock so many seconds ahead, evenly spread. */
  const offsetAt = (index: number, ahead: number) => {
    const phase = (index * 7.3) % 30;
    const delay = 5 + ((index * 11.7) % 35);
    return Math.floor((phase - delay - ahead) / 30);
  };

  it.each([0, 5, -5])("is no alarm %i seconds off", (ahead) => {
    const { send, rules, alarms } = watched();
    times(500, (index) =>
      send({ ...accepted, authenticatorId: `phone-${index}`, offset: offsetAt(index, ahead) }),
    );
    expect(rules()).toEqual([]);
    const { votes, aheadSeconds } = alarms.state().clock;
    expect(votes).toBe(200);
    expect(Math.abs((aheadSeconds ?? 99) - ahead)).toBeLessThan(6);
  });

  it.each([20, -20, 40, -40, 90])("is one alarm a day %i seconds off", (ahead) => {
    const { send, raised, advance } = watched();
    const volley = () =>
      times(250, (index) => {
        const offset = offsetAt(index, ahead);
        const seen = { authenticatorId: `phone-${index}`, offset };
        send(Math.abs(offset) <= 1 ? { ...accepted, ...seen } : { ...invalid, ...seen }, null);
      });
    volley();
    const drifts = () => raised.filter(({ rule }) => rule === "clock_drift");
    expect(drifts()).toHaveLength(1);
    expect(drifts()[0]?.reason).toContain(ahead > 0 ? "seconds ahead" : "seconds behind");
    expect(Math.abs((drifts()[0]?.count ?? 0) - Math.abs(ahead))).toBeLessThan(6);
    advance(86_400);
    volley();
    expect(drifts()).toHaveLength(2);
  });

  it("CLK-11 is not moved by one user who verifies 10,000 times", () => {
    const { send, rules, alarms } = watched();
    times(200, (index) =>
      send({ ...accepted, authenticatorId: `phone-${index}`, offset: offsetAt(index, 0) }),
    );
    const before = alarms.state().clock;
    times(10_000, () => send({ ...accepted, authenticatorId: "shifted", offset: -1 }));
    const { votes, aheadSeconds } = alarms.state().clock;
    expect(votes).toBe(200);
    expect(Math.abs((aheadSeconds ?? 99) - (before.aheadSeconds ?? 0))).toBeLessThan(0.5);
    expect(rules()).toEqual([]);
  });

  it("is what a time server says, less what the way there explains", () => {
    const { alarms, raised } = watched();
    alarms.clockMeasured({ ahead: 11_000, uncertainty: 20 });
    alarms.clockMeasured({ ahead: -13_000, uncertainty: 2000 });
    expect(raised).toEqual([]);
    alarms.clockMeasured({ ahead: -15_000, uncertainty: 20 });
    expect(raised).toMatchObject([{ rule: "clock_drift", count: 15 }]);
    expect(raised[0]?.reason).toContain("A time server says");
  });
});
