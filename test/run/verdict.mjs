// node test/run/verdict.mjs STATUS: the last line of a CI run, after `npm test` ended with STATUS.
import { countResults } from "./results.mjs";

const { passed, failed } = countResults(Number(process.argv[2]));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
