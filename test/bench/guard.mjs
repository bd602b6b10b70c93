// What the guard costs a route of a verified session: the same app, session and handler with and without it. Counted
// in processor time of the server, which is what its throughput is made of.
import { startApp } from "./lib/child.mjs";
import { load, rawRequest } from "./lib/load.mjs";
import { printTable, ratios } from "./lib/measure.mjs";

const goals = {
  express: 0.97,
  koa: 0.95,
  hono: 0.97,
  "express sealed": 0.8,
  "koa sealed": 0.8,
  "hono sealed": 0.8,
};
const rounds = Number(process.env.ROUNDS ?? 25);
const total = Number(process.env.REQUESTS ?? 1000);
const rows = [];

for (const name of Object.keys(goals)) {
  const [framework, session = "server"] = name.split(" ");
  const app = await startApp("guarded.mjs", { FRAMEWORK: framework, SESSION: session });
  const requests = Object.fromEntries(
    ["/open", "/guarded"].map((path) => [
      path,
      rawRequest("GET", path, { headers: { Cookie: app.cookie } }),
    ]),
  );
  const rates = { "/open": [], "/guarded": [] };
  const perCpu = { "/open": [], "/guarded": [] };
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ["/open", "/guarded"] : ["/guarded", "/open"];
    for (const path of order) {
      const before = await app.cpu();
      const result = await load(app.port, { requestAt: () => requests[path], total });
      const spent = (await app.cpu()) - before;
      if (Object.keys(result.statuses).join() !== "200")
        throw new Error(`${name} ${path}: ${JSON.stringify(result.statuses)}`);
      if (round < 0) continue;
      rates[path].push(result.perSecond);
      perCpu[path].push(total / spent);
    }
  }
  await app.stop();
  const [, { rate, ratio, least, most }] = ratios(rates, "/open");
  const [, cpu] = ratios(perCpu, "/open");
  rows.push([
    name,
    rate.toFixed(0),
    ratio.toFixed(2),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
    goals[name],
    cpu.ratio.toFixed(2),
  ]);
}
printTable(
  "Guarded route, share of the same route without the guard",
  ["app", "req/s", "share", "min–max", "goal", "share by CPU"],
  rows,
);
