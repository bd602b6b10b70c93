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
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ["/open", "/guarded"] : ["/guarded", "/open"];
    for (const path of order) {
      const before = await app.cpu();
      const result = await load(app.port, { requestAt: () => requests[path], total });
      const spent = (await app.cpu()) - before;
      if (Object.keys(result.statuses).join() !== "200")
        throw new Error(`${name} ${path}: ${JSON.stringify(result.statuses)}`);
      if (round >= 0) rates[path].push(total / spent);
    }
  }
  await app.stop();
  const guarded = ratios(rates, "/open")[1];
  const { ratio, least, most, rate } = guarded;
  rows.push([
    name,
    (1 / rate).toFixed(0),
    ratio.toFixed(3),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
    goals[name],
  ]);
}
printTable(
  "Guarded route, share of the same route without the guard",
  ["app", "µs of CPU", "share", "min–max", "goal"],
  rows,
);
