import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { eventFaults } from "./event-faults.js";
import { readEventTypes } from "./read-event-types.js";

const page = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");
const { context, shapes } = readEventTypes();

/** The cells of the rows of the table behind a heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [table = ""] = /(?:^\|.*\n)+/m.exec(section) ?? [];
  return table
    .trim()
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

const code = (text: string) => `\`${text}\``;

describe("docs/events.md", () => {
  it("lists every type with its outcome and its fields, and says when it happens", () => {
    const listed = tableUnder("The types");
    const expected = shapes.map(({ type, fields }) => {
      const outcome = fields.find(({ name }) => name === "outcome")?.kinds ?? [];
      const own = fields.filter(({ name }) => name !== "type" && name !== "outcome");
      return [
        code(type),
        outcome.map((kind) => JSON.parse(kind)).join(", "),
        own.map(({ name, optional }) => code(optional ? `${name}?` : name)).join(" "),
      ];
    });
    const rows = (cells: readonly (readonly string[])[]) =>
      cells.map((row) => row.slice(0, 3).join(" | ")).sort();
    assert.deepEqual(rows(listed), rows(expected));
    for (const [type, , , when] of listed) assert.ok(when, `${type}: when does it happen?`);
  });

  it("lists the fields that all have", () => {
    assert.deepEqual(
      tableUnder("What is in each").map(([name]) => name),
      [...context.map(({ name }) => code(name)), code("type"), code("outcome")],
    );
  });
});

describe("the check of an event against its type", () => {
  const event = {
    at: "2026-01-01T00:00:00.000Z",
    namespace: "default",
    correlationId: "one",
    subjectId: "ada",
    clientAddress: null,
    userAgent: null,
    type: "verification.invalid",
    outcome: "failure",
    factor: "totp",
    lane: "single",
  };

  it("finds what is missing, too much, or of another kind", () => {
    assert.deepEqual(eventFaults(event), []);
    assert.deepEqual(eventFaults({ ...event, offset: 3 }), []);
    assert.deepEqual(eventFaults({ ...event, otp: "123456" }), ["otp is no field"]);
    assert.equal(eventFaults({ ...event, factor: "voice" }).length, 1);
    assert.equal(eventFaults({ ...event, outcome: "success" }).length, 1);
    assert.equal(eventFaults({ ...event, offset: Number.NaN }).length, 1);
    assert.equal(eventFaults({ ...event, correlationId: null }).length, 1);
    assert.equal(eventFaults({ ...event, type: "verification.gone" }).length, 1);
    const { lane: _, ...without } = event;
    assert.equal(eventFaults(without).length, 1);
  });
});
