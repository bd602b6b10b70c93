// The deep path that is loaded: the library's entry needs `cluster`, which edge runtimes do not have.
declare module "rate-limiter-flexible/lib/RateLimiterPostgres.js" {
  import type { Limiter } from "@second-factor/core/stores";

  export interface LimiterQuery {
    readonly text: string;
    readonly values: readonly (string | number | null)[];
  }

  export interface LimiterClient {
    query(
      query: LimiterQuery,
    ): Promise<{ readonly rows: readonly object[]; readonly rowCount: number }>;
  }

  export interface RateLimiterPostgresOptions {
    readonly storeClient: LimiterClient;
    readonly storeType: "pool";
    readonly tableName: string;
    readonly tableCreated: boolean;
    readonly clearExpiredByTimeout: boolean;
    readonly keyPrefix: string;
    readonly points: number;
    readonly duration: number;
  }

  const RateLimiterPostgres: new (options: RateLimiterPostgresOptions) => Limiter;
  export default RateLimiterPostgres;
}
