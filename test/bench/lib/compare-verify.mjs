// A verify over HTTP, each user once with a valid code: ours beside the bare minimum on the same framework and beside
// better-auth, in one run, on memory stores or with Redis. Counted in processor time of the server, and in what the
// caller sees.
import { startApp } from "./child.mjs";
import { codeFor } from "./code.mjs";
import { load, rawRequest } from "./load.mjs";
import { median, printTable } from "./measure.mjs";

const rounds = Number(process.env.ROUNDS ?? 9);
const perRound = Number(process.env.REQUESTS ?? 400);
const kinds = {
  "bare express": ["bare.mjs", { FRAMEWORK: "express" }],
  "second-factor express": ["../suite-app-express.mjs", {}],
  "bare hono": ["bare.mjs", { FRAMEWORK: "hono" }],
  "second-factor hono": ["../suite-app-hono.mjs", {}],
  "better-auth": ["better-auth.mjs", {}],
};
const rival = "better-auth";
// better-auth's memory store answers parallel verifies of one account with 401 and locks it; a few at a time pass.
const sizeOf = (name) => (name === rival ? 40 : perRound);
const connectionsOf = (name) => (name === rival ? 1 : 32);

async function verifyAll(name, { port, verify, field, headers, users }, round) {
  const requests = users
    .slice((round + 1) * sizeOf(name), (round + 2) * sizeOf(name))
    .map(({ cookie, secret }) =>
      rawRequest("POST", verify, {
        headers: { ...headers, Cookie: cookie },
        body: JSON.stringify({ [field]: codeFor(secret) }),
      }),
    );
  const measured = await load(port, {
    requestAt: (index) => requests[index],
    total: requests.length,
    connections: connectionsOf(name),
  });
  const { statuses } = measured;
  if (Object.keys(statuses).join() !== "200")
    throw new Error(`${name}: ${JSON.stringify(statuses)}`);
  return measured;
}

/** Prints one table; `env` reaches every app. */
export async function compareVerify(title, env = {}) {
  const names = Object.keys(kinds);
  const apps = {};
  const seen = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) {
    const [file, own] = kinds[name];
    const N = String(sizeOf(name) * (rounds + 1));
    apps[name] = await startApp(file, { ...own, ...env, N });
  }
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const before = await apps[name].cpu();
      const { perSecond, p99 } = await verifyAll(name, apps[name], round);
      const spent = ((await apps[name].cpu()) - before) / sizeOf(name);
      if (round >= 0) seen[name].push({ spent, perSecond, p99 });
    }
  }
  for (const app of Object.values(apps)) await app.stop();

  const ratio = (of) => median(seen[names[0]].map((_, round) => of(round))).toFixed(2);
  const bareOf = (name) => `bare ${name.split(" ").at(-1)}`;
  const times = (name, other, figure) =>
    other in seen ? ratio((round) => figure(seen[name][round], seen[other][round])) : "";
  const bySpent = (mine, theirs) => theirs.spent / mine.spent;
  const bySpeed = (mine, theirs) => mine.perSecond / theirs.perSecond;
  printTable(
    title,
    ["app", "µs of CPU", "share of bare", "by throughput", "times better-auth", "p99 ms"],
    names.map((name) => [
      name,
      median(seen[name].map(({ spent }) => spent)).toFixed(0),
      times(name, bareOf(name), bySpent),
      times(name, bareOf(name), bySpeed),
      times(name, rival, bySpent),
      median(seen[name].map(({ p99 }) => p99)).toFixed(1),
    ]),
  );
}
