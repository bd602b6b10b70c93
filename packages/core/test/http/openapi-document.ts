import { problemCodes, problemDetail, problemStatus, routeTable } from "../../src/http/index.js";
import { replySchemas } from "./reply-schemas.js";
import { routeDescriptions } from "./route-descriptions.js";

const fieldSchemas: Record<string, object> = {
  otp: {
    type: "string",
    description: "One code, or two or three consecutive codes; spaces between digits are ignored",
    example: "123456 234567",
  },
  authenticatorId: { type: "string" },
  name: { type: "string", minLength: 1, maxLength: 64 },
  recoveryCode: {
    type: "string",
    description: "24 letters and digits; spaces and hyphens are ignored",
  },
};

function bodyOf(fields: readonly string[]): object | undefined {
  if (fields.length === 0) return undefined;
  const names = fields.map((field) => field.replace("?", ""));
  const schema = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, fieldSchemas[name]])),
    required: fields.filter((field) => !field.endsWith("?")),
  };
  const content = {
    "application/json": { schema },
    "application/x-www-form-urlencoded": { schema },
  };
  return { required: schema.required.length > 0, content };
}

function repliesOf(key: string, page: boolean): object {
  const { status, schema } = replySchemas[key] ?? { status: 200, schema: undefined };
  const content = page ? { "text/html": {} } : schema && { "application/json": { schema } };
  return {
    [status]: { description: page ? "The page" : "Done", ...(content && { content }) },
    default: { $ref: "#/components/responses/Problem" },
  };
}

/** The HTTP surface as OpenAPI 3.1, from the table that serves it. Paths are below the base path. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, page } of routeTable) {
    const { summary, fields } = routeDescriptions[`${method} ${path}`] ?? {
      summary: "",
      fields: [],
    };
    const template = path.replace(":id", "{id}");
    paths[template] ??= {};
    const body = bodyOf(fields);
    paths[template][method.toLowerCase()] = {
      summary,
      ...(path.includes(":id") && {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      }),
      ...(body && { requestBody: body }),
      responses: repliesOf(`${method} ${path}`, page === true),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "second-factor",
      version: "1",
      description:
        "Routes below the base path. Every error is an RFC 9457 problem with a stable code.",
    },
    servers: [{ url: "/2fa" }],
    paths,
    components: {
      responses: {
        Problem: {
          description: "What went wrong, by its code",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "detail", "code"],
          properties: {
            type: { type: "string", format: "uri" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            code: {
              type: "string",
              enum: problemCodes,
              description: problemCodes
                .map((code) => `${code} (${problemStatus(code)}): ${problemDetail(code)}`)
                .join("\n"),
            },
            attemptsRemaining: { type: "integer" },
            clockHint: {
              type: "object",
              required: ["seconds"],
              properties: {
                seconds: {
                  type: "integer",
                  description: "How far the device's clock is off; negative where it is behind",
                },
              },
            },
            codesNeeded: { type: "integer", enum: [1, 2, 3] },
            retryAfter: { type: "integer", description: "Seconds" },
            field: { type: "string" },
          },
        },
      },
    },
  };
}
