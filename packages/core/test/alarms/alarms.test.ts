import { describe, expect, it } from "vitest";
import { createAlarms } from "../../src/alarms/create-alarms.js";
import type { SecurityEvent } from "../../src/events/event.js";
import type { Notice } from "../../src/events/notice.js";
import { accepted, invalid, replayed, reset, times, unopened, watched } from "./watched-events.js";

describe("alarms", () => {
  it("tell of guessing on one account once a window, with who, how often and since when", () => {
    const { send, raised, alarms, advance, rules } = watched();
    times(9, () => send(invalid));
    expect(raised).toEqual([]);
    advance(60);
    times(5, () => send(invalid));
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({
      rule: "guessing",
      severity: "warning",
      reason:
        "10 wrong codes for one account within 1 hour. Whoever sends them knows its password.",
      subjectId: "alice",
      clientAddress: null,
      count: 10,
      since: "2026-01-01T00:00:00.000Z",
      at: "2026-01-01T00:01:00.000Z",
      events: ["c1", "c2", "c3", "c4", "c5"],
    });
    expect(alarms.state().alarms[0]?.count, "goes on counting").toBe(14);
    times(10, () => send(invalid, "bob"));
    advance(3600);
    times(10, () => send(invalid));
    expect(rules()).toEqual(["guessing", "guessing", "guessing"]);
  });

  it("tell of spraying from one address, an IPv6 network being one, and not of one person's tries", () => {
    const { send, raised } = watched({ rules: { guessing: false } });
    times(50, () => send(invalid, "alice", "2001:db8:1:2::1"));
    expect(raised).toEqual([]);
    times(9, (index) => send(invalid, `user-${index}`, `2001:db8:1:2::${index}`));
    expect(raised).toMatchObject([
      { rule: "spraying_from_address", clientAddress: "2001:db8:1:2::/64", count: 10 },
    ]);
  });

  it("tell of accounts that run out of tries all over the fleet", () => {
    const { send, rules } = watched();
    const escalated = {
      type: "verification.escalated",
      outcome: "failure",
      factor: "totp",
    } as const;
    times(40, () => send(escalated, "alice"));
    expect(rules()).toEqual([]);
    times(19, (index) => send(escalated, `user-${index}`));
    expect(rules()).toEqual(["spraying"]);
  });

  it("tell of wrong codes where they are half of all, from many accounts", () => {
    const honest = watched({ rules: { spraying_from_address: false } });
    times(200, (index) => {
      honest.send(invalid, `user-${index}`);
      times(2, () => honest.send(accepted, `user-${index}`));
    });
    expect(honest.rules()).toEqual([]);
    const stolen = watched({ rules: { spraying_from_address: false } });
    times(30, (index) => {
      stolen.send(invalid, `user-${index}`);
      stolen.send(invalid, `user-${index}`);
      stolen.send(accepted, `user-${index}`);
    });
    expect(stolen.rules()).toEqual(["wrong_codes"]);
    const alone = watched({ rules: { guessing: false } });
    times(100, () => alone.send(invalid));
    expect(alone.rules(), "one account is no fleet").toEqual([]);
  });

  it("tell of a relay, and its owner once a day, but of nobody's own double click", () => {
    const notices: Notice[] = [];
    const notifier = { notify: (notice: Notice) => void notices.push(notice) };
    const { send, rules, advance } = watched({ notifier });
    send(replayed(false));
    expect(rules()).toEqual([]);
    times(5, () => send(replayed(true)));
    expect(rules()).toEqual(["relay"]);
    expect(notices).toMatchObject([{ kind: "possible_relay", subjectId: "alice" }]);
    advance(86_400);
    send(replayed(true));
    expect(notices).toHaveLength(2);
  });

  it("DOS-11 tell nobody of guessing, which the core has told them", () => {
    const notices: Notice[] = [];
    const notifier = { notify: (notice: Notice) => void notices.push(notice) };
    const { send, rules } = watched({ notifier });
    times(100, () => send(invalid));
    expect(rules()).toEqual(["guessing"]);
    expect(notices).toEqual([]);
  });

  it("tell of a recovery within a week of a change of the same account", () => {
    const { send, rules, raised, advance } = watched();
    const redeemed = { type: "recovery_codes.redeemed", outcome: "success", remaining: 9 } as const;
    send(redeemed);
    send({ type: "subject.credentials_changed", outcome: "success" });
    advance(6 * 86_400);
    send({ type: "subject.credentials_changed", outcome: "success" });
    advance(6 * 86_400);
    send(redeemed, "bob");
    expect(rules()).toEqual([]);
    send(redeemed);
    expect(raised).toMatchObject([{ rule: "recovery_after_change", subjectId: "alice" }]);
    const late = watched();
    late.send({ type: "subject.credentials_changed", outcome: "success" });
    late.advance(7 * 86_400);
    late.send(redeemed);
    expect(late.rules()).toEqual([]);
  });

  it("tell of many resets, secrets that do not open, a bypassed guard and a clock set back", () => {
    const { send, rules } = watched();
    times(5, (index) => send(reset, `user-${index}`));
    times(10, () => send(unopened));
    times(20, () => send({ ...unopened, operation: "records.load" }));
    times(3, () => send({ type: "guard_bypassed", outcome: "failure", path: "/" }, null));
    times(3, () =>
      send({ type: "clock.regression", outcome: "failure", authenticatorId: "a", seconds: 9 }),
    );
    expect(rules()).toEqual([
      "operator_resets",
      "decrypt_failures",
      "guard_bypassed",
      "clock_regression",
    ]);
  });

  it("take other thresholds and windows, and refuse what can't be meant", () => {
    const { send, rules, advance } = watched({
      rules: { guessing: { threshold: 2, windowSeconds: 60 } },
    });
    send(invalid);
    advance(60);
    send(invalid);
    expect(rules()).toEqual([]);
    send(invalid);
    expect(rules()).toEqual(["guessing"]);
    const made = (rules: object) => () => createAlarms({ onAlarm() {}, rules });
    expect(made({ guesing: false })).toThrow(/no rule "guesing"/);
    expect(made({ relay: { threshold: 0 } })).toThrow(/relay has 0/);
  });
});

describe("what surrounds alarms", () => {
  it("gets every event first and last, whatever an alarm does", async () => {
    const { send, passed, alarms } = watched({
      onAlarm: () => Promise.reject(new Error("the pager is down")),
    });
    await Promise.all(Array.from({ length: 10 }, () => send(invalid)));
    expect(passed).toHaveLength(10);
    expect(alarms.state().undelivered).toBe(1);
    const broken = watched({
      onAlarm() {
        throw new Error("so is this");
      },
    });
    times(10, () => broken.send(invalid));
    expect(broken.alarms.state().undelivered).toBe(1);
  });

  it("hands a sink's failure on to the engine, which counts it", async () => {
    const alarms = createAlarms({ onAlarm() {} });
    const sink = alarms.watch(() => Promise.reject(new Error("disk full")));
    const { passed, send } = watched();
    send(reset);
    await expect(sink(passed[0] as SecurityEvent)).rejects.toThrow("disk full");
  });

  it("is not flooded: 50 alarms of a rule an hour, and bounded lists", () => {
    const rules = { spraying_from_address: false, wrong_codes: false } as const;
    const { send, raised, alarms, advance } = watched({ rules });
    times(300, (index) => send(replayed(true), `user-${index}`));
    expect(raised).toHaveLength(50);
    const state = alarms.state();
    expect([state.alarms.length, state.events.length, state.suppressed]).toEqual([50, 100, 250]);
    expect(state.events[0]?.subjectId, "the latest first").toBe("user-299");
    advance(3600);
    send(replayed(true), "late");
    expect(raised).toHaveLength(51);
  });

  it("still counts when more addresses came than it keeps", () => {
    const { send, rules } = watched({ rules: { guessing: false, wrong_codes: false } });
    times(15_000, (index) =>
      send(invalid, "alice", `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
    );
    times(10, (index) => send(invalid, `user-${index}`, "192.0.2.7"));
    expect(rules()).toEqual(["spraying_from_address"]);
  });
});
