/** One request and what came back, without what differs from run to run: for comparing adapters with each other. */
export interface Exchange {
  readonly case: string;
  readonly request: string;
  readonly status: number;
  /** The problem's code. */
  readonly code: string | null;
  /** Of the suite's own replies; null for the host's: every field but those that belong to the server or the host. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** Likewise: the names and types of a JSON body, the title of a page, or how long a text is. */
  readonly body: string;
}

/** Fields that server, framework and session middleware add to any reply. */
const foreign = new Set([
  "connection",
  "content-length",
  "date",
  "etag",
  "keep-alive",
  "set-cookie",
  "transfer-encoding",
  "vary",
]);

export function toExchange(
  name: string,
  request: Request,
  response: Response,
  body: string,
): Exchange {
  const { pathname, search } = new URL(request.url);
  // Every reply of the suite says so, and no reply of a host that was left alone.
  const own = response.headers.has("referrer-policy") || pathname.startsWith("/2fa/s");
  const headers = [...response.headers].filter(([field]) => !foreign.has(field));
  const json = parse(body);
  return {
    case: name,
    request: `${request.method} ${withoutIds(pathname + search)}`,
    status: response.status,
    code: isRecord(json) && typeof json.code === "string" ? json.code : null,
    headers: own
      ? Object.fromEntries(headers.map(([field, value]) => [field, withoutIds(value)]))
      : null,
    body: !own ? "" : json === undefined ? shapeOfText(body) : shapeOf(json),
  };
}

const withoutIds = (text: string): string => text.replace(/[\w-]{20,}/g, ":id");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} of [${value.slice(0, 1).map(shapeOf).join()}]`;
  if (!isRecord(value)) return value === null ? "null" : typeof value;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${name}: ${shapeOf(value[name])}`).join(", ")}}`;
}

function shapeOfText(body: string): string {
  return /<title>(.*?)<\/title>/.exec(body)?.[0] ?? `${body.length} characters`;
}
