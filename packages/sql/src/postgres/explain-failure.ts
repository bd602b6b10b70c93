import type { StoreFinding } from "@second-factor/core/stores";
import { error } from "../check-findings.js";

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly address?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
  /** Of an AggregateError: a name with several addresses. */
  readonly errors?: readonly Failure[];
}

/** What a rejection of the driver says about the server. Its own words are left out: they may name anything. */
export function explainFailure(cause: unknown): StoreFinding {
  const failure = (cause ?? {}) as Failure;
  const code = typeof failure.code === "string" ? failure.code : "";
  if (code.startsWith("28")) {
    const problem = `PostgreSQL refused the credentials (${code}).`;
    const remedy = "Check user and password of the pool, and the server's pg_hba.conf.";
    return error("store_credentials_refused", problem, remedy);
  }
  if (code === "3D000") {
    const [, name = ""] = /"([^"]*)"/.exec(String(failure.message)) ?? [];
    const problem = `The server has no database "${name}".`;
    return error(
      "store_unreachable",
      problem,
      "Create it, or name another one in the pool's options.",
    );
  }
  const reason = code === "" ? "no answer" : code;
  return error(
    "store_unreachable",
    `PostgreSQL${addressOf(failure)} cannot be reached (${reason}).`,
    "Start it, and check host and port of the pool, or what stands between here and there.",
  );
}

function addressOf({ errors, ...failure }: Failure): string {
  const { address, hostname, port } = errors?.[0] ?? failure;
  const host = address ?? hostname;
  if (typeof host !== "string") return "";
  return typeof port === "number" ? ` at ${host}:${port}` : ` at ${host}`;
}
