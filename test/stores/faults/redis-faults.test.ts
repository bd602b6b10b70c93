import { defineFaults } from "./define-faults.js";
import { networkFaults } from "./network-faults.js";
import { redisFaults } from "./redis-faults.js";

defineFaults("STO-03: Redis breaks under a running app", [
  ...networkFaults("redis"),
  ...redisFaults,
]);
