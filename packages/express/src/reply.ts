import type { ServerResponse } from "node:http";
import { putHeaders, type RouteReply } from "@second-factor/core/http";

export function send(response: ServerResponse, { status, headers, body }: RouteReply): void {
  response.statusCode = status;
  putHeaders(headers, (name, value, append) => {
    if (append) response.appendHeader(name, value);
    else response.setHeader(name, value);
  });
  response.end(body);
}

export function addHeaders(response: ServerResponse, headers: RouteReply["headers"]): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
}

/**
 * Holds the reply at its end until `look` has looked, and turns it into an error where `look` found one. Express tells
 * nobody that the handlers are through; the end of the reply is the last moment to object.
 */
export function watchEnd(
  response: ServerResponse,
  look: () => Promise<Error | null>,
  fail: (error: unknown) => void,
): void {
  const { end } = response;
  const ignored = () => response;
  response.end = function heldEnd(...reply: unknown[]) {
    response.end = ignored;
    Promise.resolve()
      .then(look)
      .finally(() => {
        response.end = end;
      })
      .then((error) => {
        if (error !== null) throw error;
        Reflect.apply(end, response, reply);
      })
      .catch((error: unknown) => {
        dropContent(response);
        fail(error);
      });
    return response;
  };
}

/** The fields that described what the handler wanted to send. */
function dropContent(response: ServerResponse): void {
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) {
    if (/^(?:content-|etag$|last-modified$)/.test(name)) response.removeHeader(name);
  }
}
