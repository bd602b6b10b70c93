import { describe, expect, it } from "vitest";
import type { SecondFactorOptions } from "../../src/index.js";
import { codeOf } from "../app/in-process-app.js";
import {
  memoryReplay,
  recordsWhere,
  replayThat,
  withAlice,
  withResolvers,
} from "./replaying-app.js";

/** What goes wrong, and what Retry-After has to say. */
type Outage = [what: string, options: Partial<SecondFactorOptions>, retryAfter: string];

describe("nobody is let in where one of the two can't answer (STO-13)", () => {
  const never = () => new Promise<never>(() => {});
  const fenced = (retryAfterSeconds: number) => () =>
    Promise.reject(Object.assign(new Error("fenced"), { retryAfterSeconds }));

  const outages: readonly Outage[] = [
    ["the replay store rejects", { replay: replayThat(() => Promise.reject(new Error())) }, "1"],
    [
      "the replay store throws",
      {
        replay: replayThat(() => {
          throw new Error("boom");
        }),
      },
      "1",
    ],
    ["the replay store never answers", { replay: replayThat(never) }, "1"],
    ...[1, "OK", "true", null, undefined].map((lie): Outage => {
      const replay = replayThat(async () => lie as never);
      return [`the replay store answers ${JSON.stringify(lie)}`, { replay }, "1"];
    }),
    ["the replay store is fenced", { replay: replayThat(fenced(97)) }, "97"],
    ["the fence ends within a second", { replay: replayThat(fenced(0.2)) }, "1"],
    ["the fence ends with a fraction", { replay: replayThat(fenced(41.001)) }, "42"],
    ["the fence is no number", { replay: replayThat(fenced(Number.NaN)) }, "1"],
    ["the fence is endless", { replay: replayThat(fenced(Number.POSITIVE_INFINITY)) }, "1"],
    [
      "the row rejects",
      {
        records: recordsWhere(() => () => Promise.reject(new Error("boom"))),
        replay: memoryReplay().store,
      },
      "1",
    ],
    [
      "the row never answers",
      { records: recordsWhere(() => never), replay: memoryReplay().store },
      "1",
    ],
    [
      "the row answers 1",
      { records: recordsWhere(() => async () => 1 as never), replay: memoryReplay().store },
      "1",
    ],
  ];
  it.each(outages)("%s", async (_what, options, retryAfter) => {
    const app = await withAlice({ storeDeadlineMilliseconds: 50, ...options });
    const reply = await app.verify();
    expect([reply.status, codeOf(reply)]).toEqual([503, "store_unavailable"]);
    expect(reply.headers).toContainEqual(["Retry-After", retryAfter]);
    expect((await app.alice.require()).pass).toBe(false);
    expect(app.events).toContainEqual(
      expect.objectContaining({
        type: "unavailable",
        operation: expect.stringMatching(/^(replay|records)\.acceptStep$/),
      }),
    );
    expect(app.events).not.toContainEqual(
      expect.objectContaining({ type: "verification.accepted" }),
    );
  });

  it("an answer that comes too late lets nobody in", async () => {
    const late = withResolvers();
    const app = await withAlice({
      storeDeadlineMilliseconds: 50,
      replay: replayThat(async () => {
        await late.promise;
        return true;
      }),
    });
    expect((await app.verify()).status).toBe(503);
    late.resolve();
    await late.promise;
    expect((await app.alice.require()).pass).toBe(false);
  });
});
