// A verify over HTTP, each user once with a valid code: ours beside the bare minimum on the same framework and beside
// better-auth, all on memory stores, in one run. Counted in processor time of the server.
import { startApp } from "./lib/child.mjs";
import { codeFor } from "./lib/code.mjs";
import { load, rawRequest } from "./lib/load.mjs";
import { median, printTable } from "./lib/measure.mjs";

const rounds = Number(process.env.ROUNDS ?? 9);
const perRound = Number(process.env.REQUESTS ?? 400);
const kinds = {
  "bare express": ["bare.mjs", { FRAMEWORK: "express" }],
  "second-factor express": ["../suite-app-express.mjs", {}],
  "bare hono": ["bare.mjs", { FRAMEWORK: "hono" }],
  "second-factor hono": ["../suite-app-hono.mjs", {}],
  "better-auth": ["better-auth.mjs", {}],
};
// better-auth's memory store answers parallel verifies of one account with 401 and locks it; a few at a time pass.
const sizeOf = (name) => (name === "better-auth" ? 40 : perRound);
const connectionsOf = (name) => (name === "better-auth" ? 1 : 32);

const apps = {};
const spent = {};
for (const [name, [file, env]] of Object.entries(kinds)) {
  apps[name] = await startApp(file, { ...env, N: String(sizeOf(name) * (rounds + 1)) });
  spent[name] = [];
}
for (let round = -1; round < rounds; round += 1) {
  for (const [name, app] of Object.entries(apps)) {
    const { port, verify, field, headers, users } = app;
    const requests = users
      .slice((round + 1) * sizeOf(name), (round + 2) * sizeOf(name))
      .map(({ cookie, secret }) =>
        rawRequest("POST", verify, {
          headers: { ...headers, Cookie: cookie },
          body: JSON.stringify({ [field]: codeFor(secret) }),
        }),
      );
    const before = await app.cpu();
    const { statuses } = await load(port, {
      requestAt: (index) => requests[index],
      total: requests.length,
      connections: connectionsOf(name),
    });
    if (Object.keys(statuses).join() !== "200")
      throw new Error(`${name}: ${JSON.stringify(statuses)}`);
    if (round >= 0) spent[name].push(((await app.cpu()) - before) / requests.length);
  }
}
for (const app of Object.values(apps)) await app.stop();

const times = (name, other) =>
  median(spent[name].map((value, round) => spent[other][round] / value)).toFixed(2);
printTable(
  "Verify over HTTP, memory stores (goal: 0.80 of bare on Express, 0.50 on Hono; 8 and 12 times better-auth)",
  ["app", "µs of CPU", "share of bare", "times better-auth"],
  Object.keys(kinds).map((name) => [
    name,
    median(spent[name]).toFixed(0),
    name === "better-auth" ? "" : times(name, `bare ${name.split(" ").at(-1)}`),
    times(name, "better-auth"),
  ]),
);
