import { openers } from "../open-databases.js";
import { defineAuditTests } from "./define-audit-tests.js";

for (const { name, open } of openers) defineAuditTests(name, open);
