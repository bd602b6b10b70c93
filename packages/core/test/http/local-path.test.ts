import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "../../src/http/local-path.js";

const origin = "https://app.example";

/** What redirects are made of, so that most strings are nearly a way out. */
const piece = fc.constantFrom(
  ..."/\\.:@?#%;&= \t\n\r\0a",
  "//",
  "..",
  "/../",
  "/..//",
  "%2f",
  "%5c",
  "%2e%2e",
  "%09",
  "evil.example",
  "https:",
  "javascript:",
  "local.invalid",
  "user@",
  ":99999",
  "[::1]",
  "\u2028",
  "ä",
  "／",
  "\ud800",
);
const nearlyAWayOut = fc
  .tuple(fc.constantFrom("", "/", "//", "/\\", "/.", "/a"), fc.array(piece, { maxLength: 12 }))
  .map(([start, rest]) => start + rest.join(""));

const parts = ({ origin, pathname, search, hash }: URL) => [origin, pathname, search, hash];

describe("localPath", () => {
  it("INJ-18 leads to its own origin, wherever a browser resolves it", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyAWayOut, fc.string({ unit: "binary" })), (asked) => {
        const path = localPath(asked);
        if (path === null) return;
        for (const page of [origin, `${origin}/2fa/verify`, `${origin}/a/b/../c?d#e`]) {
          const url = new URL(path, page);
          expect(url.origin).toBe(origin);
          // And it leads where was asked, not somewhere else on the way; a "?" with nothing behind it may go.
          expect(parts(url)).toEqual(parts(new URL(asked, page)));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("answers with what stands in a header field and means one thing", () => {
    fc.assert(
      fc.property(nearlyAWayOut, (asked) => {
        const path = localPath(asked);
        if (path === null) return;
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        expect(localPath(path)).toBe(path);
      }),
      { numRuns: 5000 },
    );
  });

  it("keeps every ordinary path as it is", () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,12}$/);
    const query = fc.stringMatching(/^[A-Za-z0-9=&%/?-]{0,20}$/).filter((text) => !/%/.test(text));
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), query, (segments, text) => {
        const path = `/${segments.join("/")}${text === "" ? "" : `?${text}`}`;
        expect(localPath(path)).toBe(path);
      }),
    );
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/.//evil.example",
    "/%2e%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "account",
    "?x",
    "",
    `/${"x".repeat(2048)}`,
  ])("INJ-18 refuses %j", (asked) => {
    expect(localPath(asked)).toBeNull();
  });

  it.each([null, undefined, 1, ["/account"], { toString: () => "/account" }])(
    "refuses %j",
    (asked) => {
      expect(localPath(asked)).toBeNull();
    },
  );
});
