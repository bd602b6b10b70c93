export interface ReplySchema {
  readonly status: number;
  readonly schema?: object;
}

export const text = { type: "string" };
export const time = { type: "string", format: "date-time" };
export const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
