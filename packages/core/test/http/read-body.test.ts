import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectBytes } from "../../src/http/collect-bytes.js";
import { hasDuplicateKeys } from "../../src/http/duplicate-keys.js";
import { problemCodes } from "../../src/http/problem.js";
import { bodyLimit, readBody } from "../../src/http/read-body.js";
import type { RequestBody, RouteRequest } from "../../src/http/route-request.js";

const read = (contentType: string | undefined, body: RequestBody) =>
  readBody({ header: () => contentType, body } as unknown as RouteRequest);

/** As a socket hands them out: in pieces of any size, and no more than was asked for. */
function unread(bytes: Uint8Array, cuts: readonly number[] = []): RequestBody {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
  return { kind: "unread", read: (limit) => collectBytes(iterate(chunks), limit) };
}

async function* iterate(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const encode = (text: string) => new TextEncoder().encode(text);
const cuts = fc.array(fc.nat(), { maxLength: 6 });
const json = "application/json";
const form = "application/x-www-form-urlencoded";

describe("readBody, unread", () => {
  it("answers any bytes of any type with fields or with a problem", async () => {
    const type = fc.constantFrom(
      json,
      form,
      "text/plain",
      "",
      undefined,
      `${json}; charset=utf-16`,
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), type, cuts, async (bytes, given, at) => {
        const verdict = await read(given, unread(bytes, at));
        if ("problem" in verdict) expect(problemCodes).toContain(verdict.problem);
        else expect(Object.getPrototypeOf(verdict.fields)).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  it("gives back every member of a JSON object, in whatever pieces it comes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), cuts, async (value, at) => {
        const text = JSON.stringify(value);
        const bytes = encode(text);
        fc.pre(bytes.length <= bodyLimit && text !== "{}" && !hasDuplicateKeys(text));
        const verdict = await read(json, unread(bytes, at));
        expect(verdict).toMatchObject({ json: true });
        // Written once more, since JSON knows no -0.
        expect({ ...("fields" in verdict && verdict.fields) }).toEqual(JSON.parse(text));
      }),
    );
  });

  it("gives back every pair of a form", async () => {
    const pairs = fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), {
      minKeys: 1,
    });
    await fc.assert(
      fc.asyncProperty(pairs, cuts, async (value, at) => {
        const bytes = encode(new URLSearchParams(value).toString());
        fc.pre(bytes.length <= bodyLimit && !JSON.stringify(value).includes("\ufffd"));
        const verdict = await read(form, unread(bytes, at));
        expect({ ...("fields" in verdict && verdict.fields) }).toEqual({ ...value });
      }),
    );
  });

  it("takes 4,096 bytes and not one more, however they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4000, max: 5000 }), cuts, async (length, at) => {
        const bytes = encode(`{"a":"${"x".repeat(length - 8)}"}`);
        const verdict = await read(json, unread(bytes, at));
        expect("problem" in verdict ? verdict.problem : "read").toBe(
          length > bodyLimit ? "body_too_large" : "read",
        );
      }),
    );
  });

  it("INJ-12 refuses exactly what is no UTF-8 as such", async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(bytes, async (inside) => {
        const body = Buffer.concat([encode('{"a":"'), inside, encode('"}')]);
        const verdict = await read(json, unread(body));
        const found = "problem" in verdict ? verdict.problem : "read";
        expect(found === "invalid_utf8").toBe(!isUtf8(inside));
      }),
      { numRuns: 3000 },
    );
  });

  it("INJ-08 keeps names that objects are born with as plain fields", async () => {
    const verdict = await read(json, unread(encode('{"__proto__":{"otp":"1"},"constructor":"x"}')));
    expect("fields" in verdict && Object.keys(verdict.fields)).toEqual([
      "__proto__",
      "constructor",
    ]);
    expect("fields" in verdict && verdict.fields.otp).toBeUndefined();
    expect(({} as Record<string, unknown>).otp).toBeUndefined();
  });

  it.each([
    [json, '{"a":1}', "read"],
    ["Application/JSON ; Charset=UTF-8", '{"a":1}', "read"],
    [`${json}; charset="utf-8"`, '{"a":1}', "read"],
    [`${json};charset=latin1`, '{"a":1}', "unsupported_media_type"],
    ["application/json5", '{"a":1}', "unsupported_media_type"],
    ["multipart/form-data; boundary=x", "x", "unsupported_media_type"],
    [undefined, '{"a":1}', "unsupported_media_type"],
    [undefined, "", "read"],
    [json, "", "read"],
    [json, "[]", "invalid_json"],
    [json, "null", "invalid_json"],
    [json, '\ufeff{"a":1}', "invalid_json"],
    [json, '{"a":1,"a":2}', "duplicate_key"],
    [form, "a=1&a=2", "duplicate_key"],
    [form, "a=%ff", "invalid_utf8"],
  ])("%s %j: %s", async (type, text, expected) => {
    const verdict = await read(type, unread(encode(text)));
    expect("problem" in verdict ? verdict.problem : "read").toBe(expected);
  });

  it("tells a client that went away from one that sent nothing", async () => {
    const gone: RequestBody = { kind: "unread", read: () => Promise.reject(new Error("aborted")) };
    expect(await read(json, gone)).toEqual({ problem: "body_unreadable" });
  });
});

describe("readBody, parsed by the host", () => {
  it("takes own members of plain objects, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withNullPrototype: true, withObjectString: true }),
        async (value) => {
          const verdict = await read(json, { kind: "parsed", value });
          if ("problem" in verdict) {
            expect(verdict.problem).toBe("invalid_json");
            return;
          }
          expect(Object.keys(verdict.fields)).toEqual(Object.keys(value ?? {}));
          expect(Object.getPrototypeOf(verdict.fields)).toBeNull();
        },
      ),
    );
  });

  it("sees nothing that is inherited", async () => {
    const value = Object.create({ otp: "123456" }) as object;
    const verdict = await read(json, { kind: "parsed", value });
    expect("fields" in verdict && verdict.fields.otp).toBeUndefined();
  });
});

describe("collectBytes", () => {
  it("gives back all that came, or null as soon as it is too much", async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.nat(200), async (parts, limit) => {
        const whole = Buffer.concat(parts);
        const collected = await collectBytes(iterate(parts), limit);
        if (whole.length > limit) expect(collected).toBeNull();
        else expect(Buffer.from(collected ?? [1])).toEqual(whole);
      }),
    );
  });
});
