import type { AttackCase } from "./attack-case.js";
import { collectCases } from "./collect-cases.js";

export const attackCases = await collectCases<AttackCase>(new URL("cases/", import.meta.url));
