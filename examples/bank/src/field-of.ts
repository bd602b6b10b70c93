/** A field of a body as some parser left it; only the body's own. */
export function fieldOf(fields: unknown, name: string): unknown {
  if (typeof fields !== "object" || fields === null || !Object.hasOwn(fields, name))
    return undefined;
  return (fields as Record<string, unknown>)[name];
}
