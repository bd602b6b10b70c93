import { afterEach, beforeEach, describe } from "vitest";
import { bodyCases } from "./body-cases.js";
import { FakeEngine } from "./fake-engine.js";
import { replyCases } from "./reply-cases.js";
import { requestCases } from "./request-cases.js";
import type { Driver, Running, Stage } from "./stage.js";

/** What every adapter has to translate alike, over real sockets. */
export function translationCases(driver: Driver): void {
  describe(driver.name, () => {
    let engine: FakeEngine;
    let running: Running;
    beforeEach(() => {
      engine = new FakeEngine();
    });
    afterEach(() => running.close());

    const stage: Stage = {
      get engine() {
        return engine;
      },
      get running() {
        return running;
      },
      async start(setUp) {
        running = await driver.start(engine, { parsers: false, mountAt: "/2fa", ...setUp });
        return running.origin;
      },
      post: (path, body, type) =>
        fetch(running.origin + path, { method: "POST", body, headers: { "content-type": type } }),
    };
    requestCases(stage);
    bodyCases(stage);
    replyCases(stage);
  });
}
