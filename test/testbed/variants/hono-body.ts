import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { BankEnv } from "./hono.js";

/** The bank's body parser on Hono, over what Hono itself reads. */
export async function honoBody(c: Context<BankEnv>): Promise<Record<string, unknown>> {
  const type = c.req.header("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return c.req.parseBody();
  if (!type.startsWith("application/json")) return {};
  if ((await c.req.text()) === "") return {};
  try {
    return (await c.req.json()) as Record<string, unknown>;
  } catch {
    throw new HTTPException(400, { message: "Malformed JSON" });
  }
}

/** The same before any route, as an app with a global validator would have it. */
export const parseBody: MiddlewareHandler<BankEnv> = async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") c.set("fields", await honoBody(c));
  await next();
};
