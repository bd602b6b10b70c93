import { afterEach, describe, expect, it, vi } from "vitest";
import { createFetchHandler, sealedCookie } from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";

afterEach(() => void vi.useRealTimers());

/** Answers when it is told to. */
function lateSink() {
  const answer: { resolve(): void; reject(cause: Error): void }[] = [];
  return {
    answer,
    events: () =>
      new Promise<void>(
        (resolve, reject) => void answer.push({ resolve: () => resolve(), reject }),
      ),
  };
}

describe("what no reply waits for", () => {
  it("is handed to the request's waitUntil, and never rejects there", async () => {
    const { events, answer } = lateSink();
    const app = inProcessApp({ events });
    const { secret } = await app.enrolled("ada");
    answer.splice(0);
    const work: Promise<unknown>[] = [];
    const elsewhere = app.session(
      { id: "ada", name: "Ada" },
      { waitUntil: (one) => void work.push(one) },
    );
    const reply = await elsewhere.send("POST", "/verify", { json: { otp: app.code(secret, 1) } });
    expect(reply.status).toBe(200);
    expect(work, "the reset of the budget and the event").toHaveLength(2);

    const order: string[] = [];
    const all = Promise.all(work).then(() => order.push("all is done"));
    order.push("the log answers");
    answer[0]?.reject(new Error("boom"));
    await all;
    expect(order).toEqual(["the log answers", "all is done"]);
    expect(app.engine.droppedEvents, "the event that the log refused").toBe(1);
  });

  it("is handed to the option where there is one, also what no request asked for", async () => {
    const { events, answer } = lateSink();
    const own: Promise<unknown>[] = [];
    const app = inProcessApp({ events, waitUntil: (one) => void own.push(one) });
    const { secret } = await app.enrolled("ada");
    own.splice(0);
    const asked: Promise<unknown>[] = [];
    const elsewhere = app.session(
      { id: "ada", name: "Ada" },
      { waitUntil: (one) => void asked.push(one) },
    );
    await elsewhere.send("POST", "/verify", { json: { otp: app.code(secret, 1) } });
    expect([own.length, asked.length], "of the option, of the request").toEqual([2, 0]);
    await app.engine.credentialsChanged("ada");
    expect(own, "and the event of a changed password").toHaveLength(3);
    for (const { resolve } of answer) resolve();
    await Promise.all(own);
  });

  it("may be refused by the runtime: said once, and the code is accepted all the same", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    // As `ctx.waitUntil` does where it is called without its object.
    const waitUntil = () => {
      throw new TypeError("Illegal invocation");
    };
    const app = inProcessApp({ waitUntil, warn });
    const { secret } = await app.enrolled("ada");
    for (const id of ["first", "second"]) {
      app.advance(30);
      const { send } = app.session({ id: "ada", name: id });
      expect((await send("POST", "/verify", { json: { otp: app.code(secret) } })).status).toBe(200);
    }
    expect(warnings).toEqual([expect.stringMatching(/ctx\.waitUntil\(work\).*\[wait_until_re/)]);
  });

  it("is handed to what createFetchHandler is given beside the request", async () => {
    const app = inProcessApp({ events: () => new Promise<void>(() => {}) });
    const handler = createFetchHandler(app.engine, {
      subject: () => null,
      session: sealedCookie({ binding: () => "one" }),
    });
    const context = {
      work: [] as Promise<unknown>[],
      waitUntil(one: Promise<unknown>) {
        this.work.push(one);
      },
    };
    const page = new Request("https://app.example/account");
    const denied = await handler.guard(page, { signedOut: "deny" }, context);
    expect(denied.pass).toBe(false);
    await handler.requireSecondFactor(page, {}, context);
    expect(context.work, "the events of two refusals").toHaveLength(2);
    // What Bun and Deno pass to a fetch handler beside the request.
    const server = { port: 3000 } as never;
    expect((await handler.guard(page, { signedOut: "deny" }, server)).pass).toBe(false);
  });
});

describe("a log that the runtime cut off with the request", () => {
  it("is not taken for hung for ever: after five seconds its calls count as dropped", async () => {
    vi.useFakeTimers();
    let taken = 0;
    const events = () => {
      taken += 1;
      return new Promise<void>(() => {});
    };
    const app = inProcessApp({ events });
    const { guard } = app.session(null);
    const refused = async (times: number) => {
      for (let time = 0; time < times; time += 1) {
        await app.engine.requireSecondFactor(app.session(null).request("GET", "/account"));
      }
    };
    expect((await guard()).pass).toBe(true);
    await refused(1001);
    expect([taken, app.engine.droppedEvents], "taken, dropped").toEqual([1000, 1]);
    // No timer of a request that is over ever fires.
    vi.clearAllTimers();
    app.advance(5);
    await refused(1);
    expect([taken, app.engine.droppedEvents], "taken, dropped").toEqual([1001, 1001]);
  });
});
