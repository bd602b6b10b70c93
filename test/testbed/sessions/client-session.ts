import { createHmac, randomUUID } from "node:crypto";
import type { RequestHandler } from "express5";

const sign = (payload: string) => createHmac("sha256", "bed").update(payload).digest("base64url");

/** Express has no session of this kind of its own: all of it in a signed cookie, as cookie-session does it. */
export function clientSession(): RequestHandler {
  return (request, response, next) => {
    const before = read(request.headers.cookie);
    const data: Record<string, unknown> = before ?? { id: randomUUID() };
    const host = request as unknown as { session: Record<string, unknown> | null };
    host.session = data;
    const { writeHead } = response;
    response.writeHead = (...args: unknown[]) => {
      const now = host.session;
      if (now === null) response.appendHeader("Set-Cookie", "sid=; Path=/; HttpOnly; Max-Age=0");
      else if (Object.keys(now).length > 1) response.appendHeader("Set-Cookie", cookie(now));
      return Reflect.apply(writeHead, response, args);
    };
    next();
  };
}

function cookie(data: object): string {
  const payload = Buffer.from(JSON.stringify(data)).toString("base64url");
  return `sid=${payload}.${sign(payload)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400`;
}

function read(field: string | undefined): Record<string, unknown> | null {
  const [, payload = "", signature = ""] =
    /(?:^|;\s*)sid=([\w-]+)\.([\w-]+)/.exec(field ?? "") ?? [];
  if (signature === "" || signature !== sign(payload)) return null;
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}
