import assert from "node:assert/strict";
import { startCluster } from "../../../servers/index.js";
import { byStatus } from "../../attacker/outcomes.js";
import { browsersAt, burst, mustBeAtMostOne } from "../burst.js";
import { startDeciding } from "../deciding.js";
import { inCluster } from "../in-cluster.js";
import type { ServerCase } from "../server-case.js";

export const slotMoveCases: readonly ServerCase[] = [
  {
    id: "REP-10",
    title: "one code many times at once while a cluster moves its slot",
    gate: false,
    variants: ["express5"],
    async attack(scene) {
      const cluster = scene.keep(await startCluster({ replicas: 0 }));
      const { bed, owner, firstAcceptance, liftFence } = await startDeciding(
        scene,
        inCluster(cluster),
        cluster.nodes,
      );
      const key = await firstAcceptance();
      for (let round = 1; round <= 2; round += 1) {
        // The server that the slot came to does not know what it missed.
        await liftFence();
        const browsers = await browsersAt(bed);
        const otp = owner.authenticator.code();
        const move = await cluster.moveSlot(key);
        const replies = burst(browsers, otp);
        await Promise.race(replies);
        await move.moveKeys();
        replies.push(...burst(browsers, otp, 50));
        await move.finish();
        replies.push(...burst(browsers, otp, 50));
        const all = await Promise.all(replies);
        mustBeAtMostOne(all);
        assert.equal(byStatus(all)[200], 1, "whoever came before the move was served");
        bed.clock.advance({ seconds: 30 });
      }
    },
  },
];
