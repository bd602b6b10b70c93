import { describe, expect, it } from "vitest";
import { ConfigurationError, type RequirementRule, requiredFor } from "../../src/index.js";
import { inProcessApp, start } from "../app/in-process-app.js";

const day = 86_400_000;
const soon = start + day;
const later = start + 7 * day;
const admins = { roles: ["admin"] };
const acme = { organizations: ["acme"] };

const person = (roles?: readonly string[], organizations?: readonly string[]) => ({
  id: "alice",
  name: "alice@example.com",
  ...(roles && { roles }),
  ...(organizations && { organizations }),
});

type Rules = RequirementRule | readonly RequirementRule[];
type Person = ReturnType<typeof person>;

const decisions: readonly (readonly [
  what: string,
  rules: Rules,
  person: Person,
  answer: unknown,
])[] = [
  ["nobody in particular", admins, person(), "optional"],
  ["another role", admins, person(["support"]), "optional"],
  ["the role", admins, person(["support", "admin"]), "required"],
  ["a role by the name of an organisation", admins, person([], ["admin"]), "optional"],
  ["the organisation", acme, person([], ["acme"]), "required"],
  ["either of the two", { ...admins, ...acme }, person(["admin"]), "required"],
  ["the other of the two", { ...admins, ...acme }, person([], ["acme"]), "required"],
  ["neither of the two", { ...admins, ...acme }, person(["support"], ["other"]), "optional"],
  ["another spelling", admins, person(["Admin"]), "optional"],
  ["with a deadline", { ...admins, graceUntil: soon }, person(["admin"]), dated(soon)],
  ["everybody else", { ...admins, otherwise: "required" }, person(), "required"],
  ["everybody else, by then", { ...admins, otherwise: dated(later) }, person(), dated(later)],
  [
    "now before any deadline",
    [{ ...acme, graceUntil: soon }, admins],
    person(["admin"], ["acme"]),
    "required",
  ],
  [
    "the nearest deadline",
    [
      { ...acme, graceUntil: later },
      { ...admins, graceUntil: soon },
    ],
    person(["admin"], ["acme"]),
    dated(soon),
  ],
  [
    "a deadline before optional",
    [admins, { ...acme, graceUntil: later }],
    person([], ["acme"]),
    dated(later),
  ],
  ["no rule of several", [admins, acme], person(["support"]), "optional"],
];

function dated(graceUntil: number) {
  return { required: true, graceUntil } as const;
}

describe("requiredFor asks of", () => {
  it.each(decisions)("%s", (_what, rules, subject, answer) => {
    expect(requiredFor(rules)(subject)).toEqual(answer);
  });
});

it("keeps to the rules as they were at start", () => {
  const roles = ["admin"];
  const policy = requiredFor({ roles });
  roles.pop();
  expect(policy(person(["admin"]))).toBe("required");
});

const wrong: readonly (readonly [what: string, rules: unknown])[] = [
  ["no rules", []],
  ["nothing", undefined],
  ["null", [null]],
  ["a role alone", "admin"],
  ["a rule for nobody", {}],
  ["a slip of the pen", { role: ["admin"] }],
  ["a slip beside a rule", { ...admins, organisations: ["acme"] }],
  ["a role that is no list", { roles: "admin" }],
  ["an empty list", { roles: [] }],
  ["an unset variable", { roles: [undefined] }],
  ["an empty name", { organizations: [""] }],
  ["a deadline that is no date", { ...admins, graceUntil: Number.NaN }],
  ["a deadline as text", { ...admins, graceUntil: "2026-12-01" }],
  ["a deadline in seconds", { ...admins, graceUntil: start / 1000 }],
  ["a deadline beyond all calendars", { ...admins, graceUntil: 9e15 }],
  ["another word for the others", { ...admins, otherwise: "never" }],
  ["one wrong rule of two", [admins, { roles: null }]],
];

describe("requiredFor refuses to start with", () => {
  it.each(wrong)("%s", (_what, rules) => {
    let thrown: unknown;
    try {
      requiredFor(rules as Rules);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigurationError);
    expect(thrown).toMatchObject({ code: "policy_invalid" });
  });
});

describe("as an engine's policy", () => {
  const policy = requiredFor([{ ...acme, graceUntil: soon }, admins]);

  it("keeps an administrator out at once, and a member of the organisation from the deadline on", async () => {
    const app = inProcessApp({ policy });
    expect(await app.session(person(["admin"])).guard()).toMatchObject({ pass: false });
    const member = app.session(person([], ["acme"]));
    expect(await member.guard()).toMatchObject({ pass: true });
    const status = JSON.parse((await member.send("GET", "/")).body);
    expect(status).toMatchObject({ required: false, graceUntil: "2026-01-02T00:00:00.000Z" });
    app.advance(86_400);
    expect(await member.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
  });

  it.each(["acme", [1], [null], {}])(
    "takes organizations %j for an outage",
    async (organizations) => {
      const app = inProcessApp({ policy });
      const session = app.session({ ...person(), organizations } as never);
      expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 503 } });
    },
  );
});
