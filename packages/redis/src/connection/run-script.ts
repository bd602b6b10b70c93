import type { Link } from "./link.js";
import type { Script } from "./script.js";

/** One trip. The second one, where a server does not know the script, repeats nothing: the first was not run. */
export function runScript(
  link: Pick<Link, "eval" | "evalsha">,
  { sha, text }: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<unknown> {
  return link.evalsha(sha(), keys, args).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return link.eval(text, keys, args);
  });
}
