import { defineFaults } from "./define-faults.js";
import { networkFaults } from "./network-faults.js";
import { postgresFaults } from "./postgres-faults.js";

defineFaults("STO-03: Postgres breaks under a running app", [
  ...networkFaults("postgres"),
  ...postgresFaults,
]);
