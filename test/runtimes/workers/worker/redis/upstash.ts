import { Redis } from "@upstash/redis/cloudflare";
import { serveContracts } from "./serve-contracts.js";

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default serveContracts({
  "@upstash/redis": ({ UPSTASH_URL: url, UPSTASH_TOKEN: token }) =>
    new Redis({ url, token, retry: { retries: 0 } }),
});
