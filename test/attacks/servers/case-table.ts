import { collectCases } from "../collect-cases.js";
import type { ServerCase } from "./server-case.js";

export const serverCases = await collectCases<ServerCase>(new URL("cases/", import.meta.url));
