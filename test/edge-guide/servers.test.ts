import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { virtualAuthenticator } from "@second-factor/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCommand } from "../../examples/start-command.mjs";
import { type ServedProcess, startServed } from "../served/served-process.js";
import { createCookieJar } from "../testbed/client/cookie-jar.js";
import { listing, type ReadersFolder, readersFolder } from "./guide.js";

/** What a reader has before: who is signed in comes from their own session, here from three fields. */
const site = `
export function sessionOf({ headers }: Request) {
  const [name, id] = [headers.get("x-user"), headers.get("x-session")];
  const authenticatedAt = Number(headers.get("x-since"));
  return name === null || id === null ? undefined : { id, user: { id: name, name, authenticatedAt } };
}

export async function answerAsBefore(request: Request): Promise<Response> {
  return new Response(\`Hello \${sessionOf(request)?.user.name}\`);
}
`;

const runtimes = {
  Bun: {
    example: "hono-bun",
    types: ["hono-bun/node_modules/@types/bun"],
    main: listing("main.ts on Bun")
      .replace("Bun.serve({", 'const server = Bun.serve({ port: 0, hostname: "127.0.0.1",')
      .concat('console.log("listening on http://127.0.0.1:" + server.port);\n'),
  },
  Deno: {
    example: "hono-deno",
    types: ["hono-deno/node_modules/@types/deno", "hono-deno/node_modules/@types/node"],
    main: listing("main.ts on Deno")
      .replace("Deno.serve(", 'const server = Deno.serve({ port: 0, hostname: "127.0.0.1" }, ')
      .concat('console.log("listening on http://127.0.0.1:" + server.addr.port);\n'),
  },
};

describe.each(["Bun", "Deno"] as const)("what the guide prints for %s", (name) => {
  const { example, types, main } = runtimes[name];
  let folder: ReadersFolder;
  let app: ServedProcess;
  beforeAll(async () => {
    const files = {
      "site.ts": site,
      "app.ts": listing("app.ts"),
      "engine.ts": listing("engine.ts"),
      "runtime.ts": listing(`runtime.ts on ${name}`),
      "main.ts": main,
    };
    folder = readersFolder(example, files, types);
    const installed = fileURLToPath(new URL(`../../examples/${example}/`, import.meta.url));
    const [program, ...args] = startCommand(installed);
    const command = [program, ...args.slice(0, -1), join(folder.path, "out/main.js")] as const;
    const keys = `k1:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64")}`;
    // Plain HTTP, as on a developer's machine.
    const env = { SECOND_FACTOR_KEYS: keys, NODE_ENV: "development" };
    app = await startServed(command, env, folder.path);
  });
  afterAll(async () => {
    await app?.stop();
    folder?.remove();
  });

  function visitor(session: string) {
    const cookies = createCookieJar();
    const since = String(Date.now());
    return async function ask(path: string, json?: unknown) {
      const response = await fetch(app.origin + path, {
        method: json === undefined ? "GET" : "POST",
        headers: {
          "content-type": "application/json",
          "x-user": "ada",
          "x-session": session,
          "x-since": since,
          cookie: cookies.header() ?? "",
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      cookies.take(response.headers.getSetCookie());
      const text = await response.text();
      return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
    };
  }

  test("enrolls, guards, and knows the address of who guesses", async () => {
    const ask = visitor("first");
    const { body: begun, status } = await ask("/2fa/totp/enrollments", {});
    expect(status, begun.code).toBe(201);
    const otp = virtualAuthenticator(begun.keyUri, Date).code();
    await ask(`/2fa/totp/enrollments/${begun.enrollmentId}/confirm`, { otp });
    expect((await ask("/account")).text).toBe("Hello ada");

    const other = visitor("second");
    expect((await other("/account")).body).toMatchObject({ code: "second_factor_required" });
    const told: string[] = [];
    while (told.length < 60 && told.at(-1) !== "too_many_attempts") {
      told.push((await other("/2fa/verify", { otp: "000000 111111 222222" })).body.code);
    }
    const compared = told.filter((code) => code === "invalid_otp");
    expect(compared, "guesses of one address that were compared").toHaveLength(50);
  });
});
