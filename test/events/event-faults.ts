import { readEventTypes } from "./read-event-types.js";

const { context, shapes } = readEventTypes();

/** What an event lacks, has too much, or holds of another kind; empty where it is as its type says. */
export function eventFaults(event: object): readonly string[] {
  const given = new Map<string, unknown>(Object.entries(event));
  const shape = shapes.find(({ type }) => type === given.get("type"));
  if (shape === undefined) return [`no event has the type ${String(given.get("type"))}`];
  const fields = [...context, ...shape.fields];
  const known = new Set(fields.map(({ name }) => name));
  return [
    ...[...given.keys()].filter((name) => !known.has(name)).map((name) => `${name} is no field`),
    ...fields
      .filter(({ name, optional, kinds }) =>
        given.has(name) ? !kinds.includes(kindOf(given.get(name), kinds)) : !optional,
      )
      .map(({ name, kinds }) => `${name} is not ${kinds.join(" or ")}`),
  ];
}

function kindOf(value: unknown, kinds: readonly string[]): string {
  if (value === null) return "null";
  const quoted = JSON.stringify(value);
  if (kinds.includes(quoted)) return quoted;
  return typeof value === "number" && !Number.isFinite(value) ? "not a number" : typeof value;
}
