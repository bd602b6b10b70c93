import type { Cluster, Redis } from "ioredis6";
import type { RedisServer } from "../../servers/index.js";
import type { Enrolled, Testbed } from "../../testbed/index.js";
import { mustAccept } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { endlessLimits } from "./endless-limits.js";
import { laggingRecords } from "./lagging-records.js";
import { liftFence } from "./replay-fence.js";
import type { Scene } from "./scene.js";

export interface Deciding {
  readonly bed: Testbed;
  readonly owner: Enrolled;
  /** As if the servers had stood there for an hour. */
  liftFence(): Promise<void>;
  /** What really stands in the row. */
  lastStep(): Promise<number>;
  /** Another process: it has never spoken to these servers. */
  freshBed(): Promise<Testbed>;
  /** The key in which the step is kept, once there is one; the next code is good. */
  firstAcceptance(): Promise<string>;
}

/** A replay store that decides over rows which are read from a replica, past its fence. */
export async function startDeciding(
  scene: Scene,
  connect: () => Cluster | Redis,
  primaries: readonly RedisServer[],
): Promise<Deciding> {
  // An outage shall be one: nobody waits half a minute for a server that is gone.
  const open = () => scene.stores(connect(), 1000);
  const rows = await scene.records();
  const records = laggingRecords(rows);
  const engine = { limits: endlessLimits, records: records.store };
  const stores = open();
  const bed = await scene.bed({ ...engine, replay: stores.replay });
  const owner = await enrolled(bed, "alice");
  records.lag();
  await liftFence(stores.replay, primaries);
  return {
    bed,
    owner,
    liftFence: () => liftFence(stores.replay, primaries),
    async lastStep() {
      const { authenticators } = await rows.forNamespace("default").load("alice");
      return authenticators[0]?.lastStep ?? 0;
    },
    freshBed: () => scene.bed({ ...engine, replay: open().replay }, { clock: bed.clock }),
    async firstAcceptance() {
      mustAccept(await (await signedIn(bed, "alice")).verify(owner.authenticator.code()));
      bed.clock.advance({ seconds: 30 });
      const keys = await Promise.all(
        primaries.map((primary) => primary.command("KEYS", "second-factor:replay:{*}:*")),
      );
      return String(keys.flat()[0]);
    },
  };
}
