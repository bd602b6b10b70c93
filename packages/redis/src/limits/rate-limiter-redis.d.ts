// The one file of rate-limiter-flexible that is loaded; the package describes its entry alone.
declare module "rate-limiter-flexible/lib/RateLimiterRedis.js" {
  import type { Limiter } from "@second-factor/core/stores";

  const RateLimiterRedis: new (options: {
    readonly storeClient: object;
    readonly useRedisPackage: true;
    readonly keyPrefix: string;
    readonly points: number;
    readonly duration: number;
    readonly customIncrTtlLuaScript: string;
  }) => Limiter;
  export default RateLimiterRedis;
}
