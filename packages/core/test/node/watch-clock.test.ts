import { afterEach, expect, it } from "vitest";
import type { SntpOutcome } from "../../src/node/query-sntp.js";
import { watchClock } from "../../src/node/watch-clock.js";
import { type Answer, honestAnswer, type NtpServer, startNtpServer } from "./ntp-server.js";

let server: NtpServer;
afterEach(() => server.close());

async function watched(answer: Answer, everySeconds?: number) {
  server = await startNtpServer(answer);
  const outcomes: SntpOutcome[] = [];
  const watch = watchClock({
    server: { host: "127.0.0.1", port: server.port },
    ...(everySeconds !== undefined && { everySeconds }),
    onOffset(outcome) {
      outcomes.push(outcome);
      throw new Error("the host's own fault");
    },
  });
  return { watch, outcomes };
}

it("asks once at the start, and tells what came of it whatever the host makes of it", async () => {
  const { watch, outcomes } = await watched((query) => [honestAnswer(query)], 3600);
  expect(await watch.first).toMatchObject({ stratum: 2 });
  expect(outcomes).toHaveLength(1);
  watch.stop();
});

it("tells nothing more once it is stopped", async () => {
  const { watch, outcomes } = await watched(() => []);
  watch.stop();
  expect(await watch.first).toMatchObject({ fault: "no_answer" });
  expect(outcomes).toEqual([]);
});

it("leaves public servers in peace", async () => {
  await expect(watched(() => [], 10)).rejects.toThrow(/64 is the least/);
  expect(server.queries).toEqual([]);
});
