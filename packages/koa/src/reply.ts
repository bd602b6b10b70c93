import { putHeaders, type RouteReply } from "@second-factor/core/http";
import type { KoaContext } from "./request.js";

export function send(context: KoaContext, { status, headers, body }: RouteReply): void {
  // The body first: Koa guesses a type and a status from it. A text even where it is empty, since for none Koa would
  // write the status in words.
  context.body = body;
  context.remove("Content-Type");
  context.status = status;
  putHeaders(headers, (name, value, append) => {
    if (append) context.append(name, value);
    else context.set(name, value);
  });
}

export function addHeaders(context: KoaContext, headers: RouteReply["headers"]): void {
  for (const [name, value] of headers) context.append(name, value);
}
