// Counts, which hold on any machine: store trips of a verify, how often one code is accepted, how many guesses are
// compared. Correctness stands in the tests; here the numbers are printed.
import { memoryLimits, memoryRecords } from "@second-factor/core";
import { codeFor } from "./lib/code.mjs";
import { inProcess } from "./lib/in-process.mjs";
import { printTable } from "./lib/measure.mjs";

/** Holds every answer of a store, so that calls made together are one trip and calls that wait for another are two. */
function countingTrips() {
  const trips = { count: 0, wave: undefined };
  const held = async (call) => {
    trips.wave ??= new Promise((resolve) => {
      setTimeout(() => {
        trips.wave = undefined;
        trips.count += 1;
        resolve();
      }, 5);
    });
    await trips.wave;
    return call();
  };
  const wrap = (target, methods) =>
    Object.fromEntries(
      methods.map((name) => [name, (...args) => held(() => target[name](...args))]),
    );
  const records = memoryRecords();
  const limits = memoryLimits();
  return {
    trips,
    records: {
      durability: "process",
      forNamespace: (namespace) => {
        const inner = records.forNamespace(namespace);
        return wrap(inner, Object.keys(inner).length ? Object.keys(inner) : methodsOf(inner));
      },
    },
    limits: {
      durability: "process",
      limiter: (budget, clock) => wrap(limits.limiter(budget, clock), ["consume", "get", "delete"]),
    },
  };
}

const methodsOf = (value) =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== "constructor");

async function tripsOf(act) {
  const { trips, records, limits } = countingTrips();
  const app = await inProcess({ records, limits });
  const alice = await app.enroll("alice");
  const before = trips.count;
  const status = await act(app, alice);
  // Only trips that the reply waited for; the reset of the budget goes on behind it.
  const counted = trips.count - before;
  await new Promise((resolve) => setTimeout(resolve, 30));
  return [status, counted];
}

const [right, rightTrips] = await tripsOf((app, alice) =>
  app.verify("alice", codeFor(alice.secret)),
);
const [wrong, wrongTrips] = await tripsOf((app) => app.verify("alice", "000000"));
printTable(
  "Sequential store trips of a verify (goal: 2)",
  ["code", "status", "trips"],
  [
    ["right", right, rightTrips],
    ["wrong", wrong, wrongTrips],
  ],
);

async function burst(codeOf) {
  const app = await inProcess({ budgets: { address: { points: 10_000, durationSeconds: 900 } } });
  const alice = await app.enroll("alice");
  const replies = await Promise.all(
    Array.from({ length: 200 }, () => app.verify("alice", codeOf(alice))),
  );
  const { failures } = await app.records.load("alice");
  const count = (status) => replies.filter((reply) => reply === status).length;
  return { accepted: count(200), compared: count(200) + count(401), failures: failures.count };
}

const same = await burst((alice) => codeFor(alice.secret));
const guesses = await burst(() => "000000");
printTable(
  "200 parallel submissions, budget 5 (goal: 1 accepted of one code; 5 compared and 5 failures of wrong ones)",
  ["submitted", "accepted", "compared", "failures counted"],
  [
    ["one valid code", same.accepted, same.compared, same.failures],
    ["wrong codes", guesses.accepted, guesses.compared, guesses.failures],
  ],
);
