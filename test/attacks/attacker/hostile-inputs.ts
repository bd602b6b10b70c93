import { routeTable } from "@second-factor/core/http";
import fc from "fast-check";

export interface HostileInput {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const id = fc.oneof(
  fc.constantFrom("x", "..", "%2e%2e", "__proto__", "constructor", "a".repeat(64), "a".repeat(65)),
  fc.string({ minLength: 1, maxLength: 24, unit: fc.constantFrom(..."aZ09_-~.%;") }),
);
const knownPaths = [...new Set(routeTable.map(({ path }) => path))];
const path = fc
  .tuple(
    fc.constantFrom(...knownPaths),
    id,
    fc.constantFrom("", "", "/", "?", "?return_to=//x", ";x"),
  )
  .map(([route, segment, end]) => `/2fa${route.replace(":id", segment)}${end}`);

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constant("POST") },
  { weight: 2, arbitrary: fc.constantFrom("PATCH", "DELETE", "PUT", "GET", "HEAD", "OPTIONS") },
);

const contentType = fc.constantFrom(
  "application/json",
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=latin1",
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "application/octet-stream",
  ";;;",
  "",
);

const fieldName = fc.constantFrom(
  ...["otp", "recoveryCode", "authenticatorId", "name", "return_to", "form_token"],
  ...["__proto__", "constructor", "toString", "otp[]", "otp[$ne]", ""],
);
const looksRight = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(..."0123456789 -") }),
  fc.string({ minLength: 24, maxLength: 30, unit: fc.constantFrom(..."0123456789ABCDEF-") }),
);
const value = fc.oneof(
  looksRight,
  fc.string({ unit: "binary" }),
  fc.anything({ withBigInt: false, maxDepth: 2 }),
);

/** JSON that is nearly what a route wants, with what JSON.stringify would not write put in by hand. */
const jsonText = fc.oneof(
  fc.dictionary(fieldName, value, { maxKeys: 4 }).map((object) => JSON.stringify(object) ?? ""),
  fc.json(),
  fc
    .tuple(fc.json(), fc.nat(200), fc.string({ maxLength: 3, unit: "binary" }))
    .map(([text, at, odd]) => text.slice(0, at) + odd + text.slice(at)),
  fc.nat(2000).map((depth) => `{"otp":${"[".repeat(depth)}`),
);

const formText = fc
  .array(fc.tuple(fieldName, fc.oneof(looksRight, fc.string({ unit: "binary" }))), { maxLength: 5 })
  .map((pairs) => pairs.map(([name, text]) => `${name}=${percentEncode(text)}`).join("&"));

const body = fc.oneof(
  { weight: 4, arbitrary: jsonText },
  { weight: 3, arbitrary: formText },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.nat(9000).map((size) => "x".repeat(size)) },
);

const headers = fc.record(
  {
    "content-type": contentType,
    accept: fc.constantFrom("text/html", "*/*", "", "text/html;q=0"),
    "sec-fetch-site": fc.constantFrom("same-origin", "cross-site", "none", "x"),
    origin: fc.constantFrom("null", "https://evil.example", "::"),
    authorization: fc.constantFrom("Bearer x", "Bearer ..", "Basic %%%", "DPoP a.b.1", "x"),
    "second-factor": fc.string({ maxLength: 80, unit: fc.constantFrom(..."AZaz09-_") }),
    "user-agent": fc.string({ maxLength: 300, unit: fc.constantFrom(..."a\u00e9\u00ff ~") }),
    "accept-language": fc.constantFrom("de", "*", ";;;q=", "x".repeat(200)),
    referer: fc.constantFrom("http://", "//", "x".repeat(300)),
  },
  { requiredKeys: ["content-type"] },
);

const hostileInput: fc.Arbitrary<HostileInput> = fc.record({ method, path, headers, body });

/** The seed stands in the failure, so that a run can be had again. */
export const hostileInputs = (count: number, seed: number): readonly HostileInput[] =>
  fc.sample(hostileInput, { numRuns: count, seed });

/** Half a surrogate pair has no percent-encoding. */
function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return "%ff";
  }
}
