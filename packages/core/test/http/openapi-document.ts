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
  ticket: { type: "string", description: "From the link of a notice, or from the page" },
  action: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    description: "What the code is for, as the member `action` of the refusal says it",
  },
  name: { type: "string", minLength: 1, maxLength: 64 },
  subjectId: { type: "string", minLength: 1, maxLength: 256 },
  role: { type: "string", description: "In place of subjectId: all that subjectsInRole() names" },
  reason: { type: "string", minLength: 1, maxLength: 500, description: "For the audit log" },
  caseReference: { type: "string", minLength: 1, maxLength: 500 },
  recoveryId: { type: "string" },
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
    const {
      summary,
      fields,
      query = [],
    } = routeDescriptions[`${method} ${path}`] ?? {
      summary: "",
      fields: [],
    };
    const parameters = [
      ...(path.includes(":id") ? [{ name: "id", in: "path", required: true }] : []),
      ...query.map((name) => ({
        name: name.replace("?", ""),
        in: "query",
        required: !name.endsWith("?"),
      })),
    ].map((parameter) => ({ ...parameter, schema: { type: "string" } }));
    const template = path.replace(":id", "{id}");
    paths[template] ??= {};
    const body = bodyOf(fields);
    paths[template][method.toLowerCase()] = {
      summary,
      ...(parameters.length > 0 && { parameters }),
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
            action: { type: "string", description: "What a code has to be for" },
            codesNeeded: { type: "integer", enum: [1, 2, 3] },
            retryAfter: { type: "integer", description: "Seconds" },
            field: { type: "string" },
          },
        },
      },
    },
  };
}
