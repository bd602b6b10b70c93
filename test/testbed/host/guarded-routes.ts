import type { HostRoute } from "./bank-routes.js";
import type { HostReply } from "./host-call.js";

const guarded = (
  method: HostRoute["method"],
  path: string,
  run: HostRoute["run"],
  requirement?: HostRoute["requirement"],
): HostRoute => ({
  method,
  path,
  guarded: true,
  ...(requirement && { requirement }),
  run(call, bank) {
    bank.handlerRuns += 1;
    return run(call, bank);
  },
});

export const largeBody = "0123456789abcdef".repeat(65_536);

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < 50; part += 1) {
    yield new TextEncoder().encode(`chunk ${part}\n`);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const whose = (user: string | undefined): HostReply => ({
  status: 200,
  json: { user: user ?? null, balance: 100 },
});

/** Below the guard: what must not be reached without a second factor, and replies that it must leave alone. */
export const guardedRoutes: readonly HostRoute[] = [
  guarded("GET", "/account", ({ visitor }) => whose(visitor?.user)),
  guarded(
    "POST",
    "/transfer",
    async (call, bank) => {
      const { to, amount } = await call.fields();
      bank.transfers.push({ from: call.visitor?.user ?? "", to, amount });
      return { status: 200, json: { to, amount } };
    },
    { maxAgeSeconds: 300 },
  ),
  guarded("ALL", "/pay", async (call) => ({ status: 200, json: await call.fields() }), {
    action: ({ query }) => `pay:${query("to")}`,
    describe: async ({ query }) => `A payment to ${query("to")}`,
  }),
  guarded(
    "GET",
    "/admin",
    ({ visitor }) =>
      visitor?.user === "carol"
        ? { status: 200, json: { admin: true } }
        : { status: 403, json: { error: "admins only" } },
    {},
  ),
  guarded("ALL", "/secret", ({ visitor }) => whose(visitor?.user)),
  guarded("POST", "/link-identity", async (call, bank) => {
    bank.linked.push(call.visitor?.user ?? "");
    return { status: 204 };
  }),
  guarded(
    "POST",
    "/password",
    async (call, { engine }) => {
      await engine.credentialsChanged(call.visitor?.user ?? "");
      return { status: 204 };
    },
    { maxAgeSeconds: 300 },
  ),
  guarded("GET", "/large", () => ({ status: 200, text: largeBody })),
  guarded("GET", "/stream", () => ({ status: 200, stream: chunks })),
  guarded("GET", "/cookies", () => ({
    status: 200,
    text: "cookies",
    headers: [
      ["Set-Cookie", "theme=dark; Path=/"],
      ["Set-Cookie", "lang=de; Path=/"],
      ["X-Host", "bank"],
    ],
  })),
  guarded("GET", "/boom", () => {
    throw new Error("The bank's own mistake.");
  }),
];
