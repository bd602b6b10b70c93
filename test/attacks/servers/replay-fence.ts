import type { ReplayStore } from "@second-factor/core";
import type { RedisServer } from "../../servers/index.js";

/** Longer than any code could still be presented. */
const aWhile = 3_600_000;

/** As if the store had stood there for an hour: sets the markers of its fence, and puts them back. */
export async function liftFence(
  replay: ReplayStore,
  primaries: readonly Pick<RedisServer, "command">[],
): Promise<void> {
  await replay.check?.();
  for (const primary of primaries) {
    for (const marker of (await primary.command("KEYS", "second-factor:replay:{*}")) as string[]) {
      await primary.command("HINCRBY", marker, "since", -aWhile);
    }
  }
}
