// npm run proof -- nonces [--seals 1000000] [--write]
import { parseArgs } from "node:util";
import { crypto as node } from "../../packages/core/src/crypto/node.js";
import { crypto as web } from "../../packages/core/src/crypto/web.js";
import { countNonces } from "./nonces/count-nonces.js";
import { wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    seals: { type: "string", default: "1000000" },
    write: { type: "boolean", default: false },
  },
});
const seals = wholeNumber("seals", given.seals);

const rows: string[][] = [];
let repeated = 0;
for (const [name, crypto] of Object.entries({ node, web })) {
  const since = performance.now();
  const distinct = await countNonces(crypto, seals);
  const seconds = (performance.now() - since) / 1000;
  rows.push([name, thousands(seals), thousands(distinct), seconds.toFixed(1)]);
  repeated += seals - distinct;
}

putOut(
  "nonces",
  {
    title: "Nonces",
    done: `${thousands(seals)} texts sealed under one key by each of the two crypto files, and the nonce of each kept. Of 96 random
bits, two of a million are the same once in 10^17 runs.`,
    table: table(["crypto file", "seals", "different nonces", "seconds"], rows),
    figure: `nonces: ${thousands(repeated)} repeated in ${thousands(2 * seals)} seals`,
  },
  given.write,
);
process.exitCode = repeated === 0 ? 0 : 1;
