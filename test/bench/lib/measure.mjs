// Ratios, not times: contenders take turns inside each round, so that a slow moment of the machine slows them all.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Calls a second of `work` over about `milliseconds`. */
async function rate(work, milliseconds) {
  let calls = 0;
  const start = performance.now();
  let now = start;
  do {
    for (let index = 0; index < 64; index += 1) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    calls += 64;
    now = performance.now();
  } while (now - start < milliseconds);
  return calls / (now - start);
}

/** Each contender's rates by round, and its median ratio to the first. */
export async function compareRates(contenders, { rounds = 9, milliseconds = 120 } = {}) {
  const names = Object.keys(contenders);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await rate(contenders[name], 100);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length];
      rates[name].push(await rate(contenders[name], milliseconds));
    }
  }
  return ratios(rates, names[0]);
}

export function ratios(rates, reference) {
  return Object.entries(rates).map(([name, values]) => {
    const shares = values.map((value, round) => value / rates[reference][round]);
    return {
      name,
      rate: median(values),
      ratio: median(shares),
      least: Math.min(...shares),
      most: Math.max(...shares),
    };
  });
}

export function printTable(title, head, rows) {
  console.log(`\n### ${title}\n`);
  console.log(`| ${head.join(" | ")} |`);
  console.log(`|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
}

export function printRatios(title, results, unit = 1) {
  printTable(
    title,
    ["contender", "calls/ms", "ratio", "min–max"],
    results.map(({ name, rate: speed, ratio, least, most }) => [
      name,
      (speed * unit).toFixed(1),
      ratio.toFixed(2),
      `${least.toFixed(2)}–${most.toFixed(2)}`,
    ]),
  );
}
