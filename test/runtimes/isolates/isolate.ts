import "./no-time-yet.js";
import {
  ConfigurationError,
  createFetchHandler,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  sealedCookie,
} from "@second-factor/core";
import type { RecordsStore } from "@second-factor/core/stores";
import { type Call, fromText, toText } from "./call.js";

const key = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

const makeEngine = (development?: boolean) =>
  createSecondFactor({
    issuer: "Acme",
    basePath: "/2fa",
    trustedOrigins: ["https://app.acme.example"],
    keys: keyRing(key),
    records: memoryRecords(),
    limits: memoryLimits(),
    warn: () => undefined,
    ...(development !== undefined && { development }),
  });

/** Made when the isolate starts, and then there is no time yet. */
const engine = makeEngine(true);
const startedAt = Date.now();

const twoFactor = createFetchHandler(engine, {
  subject: (request) => {
    const id = request.headers.get("x-user");
    return id === null ? null : { id, name: id, authenticatedAt: Date.now() };
  },
  session: sealedCookie({ binding: (request) => request.headers.get("x-session") }),
  client: () => ({ address: "192.0.2.7", secure: true }),
});

const stores = new Map<string, RecordsStore>();

/** A store in the memory of this isolate, for who asks from outside. */
async function callStore(body: string): Promise<Response> {
  const { store, namespace, method, args } = fromText(body) as Call;
  const records = stores.get(store) ?? memoryRecords();
  stores.set(store, records);
  const run = records.forNamespace(namespace)[method] as (...all: unknown[]) => unknown;
  return new Response(toText({ answer: await run(...args) }));
}

function startInProduction(): Response {
  try {
    makeEngine();
    return new Response("started");
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Response.json({ code: error.code, message: error.message });
  }
}

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    // Nor does time pass there while a request computes.
    const now = Number(request.headers.get("x-now") ?? Number.NaN);
    if (!Number.isNaN(now)) Date.now = () => now;

    if (pathname === "/started-at") return Response.json(startedAt);
    if (pathname === "/production") return startInProduction();
    if (pathname === "/store") return callStore(await request.text());
    if (pathname === "/import") {
      await engine.importAuthenticator(await request.json());
      return new Response("imported");
    }
    const own = await twoFactor.handle(request);
    if (own !== null) return own;
    const verdict = await twoFactor.requireSecondFactor(request, { maxAgeSeconds: 300 });
    return verdict.pass ? new Response("42 coins", verdict) : verdict.response;
  },
};
