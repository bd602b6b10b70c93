import { sealedCookie } from "@second-factor/core";
import { createFetchHandler, type FetchVerdict } from "@second-factor/core/http";
import type { WebHandler } from "../bed-server.js";
import { toSubject } from "../host/bank.js";
import { bankRoutes } from "../host/bank-routes.js";
import type { HostCall, HostReply } from "../host/host-call.js";
import { type HostSetup, hostCookie } from "../host/host-setup.js";
import { identify } from "../host/identify.js";
import { requirementOf } from "../host/requirement-of.js";
import { webCall } from "./web-call.js";

/** The bank on no framework at all: what Bun.serve and Deno.serve take. The session's slot is in a sealed cookie. */
export function buildFetch(setup: HostSetup): WebHandler {
  const { bank, engine, options } = setup;
  const calls = new WeakMap<Request, HostCall & { readonly sessionId: string | null }>();
  const twoFactor = createFetchHandler(engine, {
    subject: (request) => setup.answer(toSubject(calls.get(request)?.visitor, setup.tellsTime)),
    session: sealedCookie({ binding: (request) => calls.get(request)?.sessionId }),
    ...(setup.client && {
      client: (request) => setup.client!((name) => request.headers.get(name) ?? undefined),
    }),
  });

  async function answer(request: Request, added: Headers): Promise<Response> {
    const signOut = async () => append(added, await twoFactor.signOut(request));
    const call = webCall(request, setup.shelf, bank, added, signOut);
    calls.set(request, call);
    call.visitor = await identify(bank, call);
    const own = await twoFactor.handle(request);
    if (own !== null) return own;

    const { pathname } = new URL(request.url);
    const asked = request.method === "HEAD" ? "GET" : request.method;
    const route = bankRoutes.find(
      ({ method, path }) => path === pathname && [asked, "ALL"].includes(method),
    );
    if (route === undefined || route.guarded) {
      const refused = refusalOf(await twoFactor.guard(request, options.guard), added);
      if (refused !== null) return refused;
    }
    if (route === undefined) return new Response("not found", { status: 404 });
    if (route.requirement) {
      const requirement = requirementOf(route.requirement, () => call);
      const verdict = await twoFactor.requireSecondFactor(request, requirement);
      const refused = refusalOf(verdict, added);
      if (refused !== null) return refused;
    }
    return toResponse(await route.run(call, bank));
  }

  return async (request) => {
    const added = new Headers(options.hostCookie ? { "Set-Cookie": hostCookie } : {});
    const response = await answer(request, added).catch((error: unknown) => {
      const { status, body } = setup.failed(error);
      return Response.json(body, { status });
    });
    append(response.headers, added);
    return response;
  };
}

/** What goes on the reply of whatever comes next is kept; null where something does. */
function refusalOf(verdict: FetchVerdict, added: Headers): Response | null {
  if (!verdict.pass) return verdict.response;
  append(added, verdict.headers);
  return null;
}

function append(to: Headers, from: Headers): void {
  for (const [name, value] of from) to.append(name, value);
}

function toResponse({ status, json, text, headers = [], stream }: HostReply): Response {
  const init = { status, headers: headers.map(([name, value]) => [name, value]) };
  if (json !== undefined) return Response.json(json, init as ResponseInit);
  const body = stream ? streamOf(stream()) : (text ?? null);
  const response = new Response(body, init as ResponseInit);
  if (body !== null) response.headers.set("Content-Type", "text/plain; charset=utf-8");
  return response;
}

/** `ReadableStream.from` is not everywhere yet. */
function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const rest = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
