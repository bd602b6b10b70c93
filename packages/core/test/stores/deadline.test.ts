import { recordsContract } from "@second-factor/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { withDeadline } from "../../src/stores/deadline.js";
import { emptySubjectRecord, memoryRecords, type Records } from "../../src/stores/index.js";
import { Unavailable } from "../../src/unavailable.js";

recordsContract(
  { describe, it },
  {
    name: "memory behind a deadline",
    async open() {
      const store = memoryRecords();
      const behind = {
        ...store,
        forNamespace: (namespace: string) => withDeadline(store.forNamespace(namespace)),
      };
      return { stores: [behind], close: async () => {} };
    },
  },
);

const change = { from: "", to: "one", at: 1 };
const bytes = new Uint8Array();
const calls: Record<keyof Records, (records: Records) => Promise<unknown>> = {
  load: (records) => records.load("ada"),
  acceptStep: (records) => records.acceptStep("ada", "phone", { first: 1, last: 1 }, 1),
  countFailure: (records) => records.countFailure("ada", 1, 1),
  begin: (records) => records.begin("ada", {} as never),
  cancel: (records) => records.cancel("ada", "phone"),
  activate: (records) => records.activate("ada", "phone", {} as never, change),
  rename: (records) => records.rename("ada", "phone", "name"),
  remove: (records) => records.remove("ada", "phone", { keepLast: true }, change),
  replaceRecoveryCodes: (records) => records.replaceRecoveryCodes("ada", [], change),
  redeemRecoveryCode: (records) => records.redeemRecoveryCode("ada", "digest"),
  requireEnrollment: (records) => records.requireEnrollment("ada", change),
  demandEnrollment: (records) => records.demandEnrollment("ada"),
  renewEpoch: (records) => records.renewEpoch("ada", change, "credentials"),
  contactChanged: (records) => records.contactChanged("ada", 1),
  revokeMark: (records) => records.revokeMark("ada", "mark", 1),
  openRecovery: (records) => records.openRecovery("ada", {} as never),
  changeRecovery: (records) => records.changeRecovery("ada", "id", "waiting", {} as never),
  completeRecovery: (records) => records.completeRecovery("ada", "id", "waiting", change),
  keepBrowser: (records) => records.keepBrowser("ada", {} as never, 5),
  rotateBrowser: (records) => records.rotateBrowser("ada", "laptop", { from: "a", to: "b" }, 1),
  countBrowserFailure: (records) => records.countBrowserFailure("ada", {} as never, 1, 1, 5),
  removeBrowsers: (records) => records.removeBrowsers("ada", "all"),
  reseal: (records) => records.reseal("ada", "phone", bytes, bytes),
  listSealed: (records) => records.listSealed(null, 10, 1),
  listSubjects: (records) => records.listSubjects(null, 10),
};
const methods = Object.keys(calls) as (keyof Records)[];

/** A store whose every method does the same. */
const storeThat = (answer: () => unknown) =>
  Object.fromEntries(methods.map((method) => [method, answer])) as unknown as Records;

afterEach(() => {
  vi.useRealTimers();
});

describe("a store that lies, throws or hangs is an outage, whatever it was asked (STO-13)", () => {
  const boom = new Error("boom");
  const outages: [string, () => unknown][] = [
    [
      "throws at once",
      () => {
        throw boom;
      },
    ],
    ["rejects", () => Promise.reject(boom)],
    ["rejects with nothing", () => Promise.reject(undefined)],
  ];
  for (const [what, answer] of outages) {
    it(`${what}: Unavailable with the cause, once, and told`, async () => {
      for (const method of methods) {
        const ask = vi.fn(answer);
        const onUnavailable = vi.fn();
        const error = await calls[method](withDeadline(storeThat(ask), { onUnavailable })).catch(
          (e: unknown) => e,
        );
        expect(error).toBeInstanceOf(Unavailable);
        expect(error).toMatchObject({
          code: "store_unavailable",
          cause: what === "rejects with nothing" ? undefined : boom,
        });
        expect(ask).toHaveBeenCalledTimes(1);
        expect(onUnavailable).toHaveBeenCalledExactlyOnceWith(
          `records.${method}`,
          what === "rejects with nothing" ? undefined : boom,
        );
      }
    });
  }

  it("never answers: Unavailable after the deadline, and a late answer changes nothing", async () => {
    vi.useFakeTimers();
    for (const method of methods) {
      for (const answerLate of ["resolve", "reject"] as const) {
        const late = withResolvers();
        const onUnavailable = vi.fn();
        const options = { milliseconds: 250, onUnavailable };
        const asked = calls[method](
          withDeadline(
            storeThat(() => late.promise),
            options,
          ),
        );
        const told = expect(asked).rejects.toThrow(Unavailable);
        await vi.advanceTimersByTimeAsync(249);
        expect(onUnavailable).not.toHaveBeenCalled();
        await vi.advanceTimersByTimeAsync(1);
        await told;
        late[answerLate](new Error("too late"));
        await vi.advanceTimersByTimeAsync(1000);
        expect(onUnavailable).toHaveBeenCalledOnce();
        expect(vi.getTimerCount()).toBe(0);
      }
    }
  });

  it("gives an answer that throws when it is looked at: an outage, and no unhandled rejection", async () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error("trap");
        },
      },
    );
    const records = withDeadline(
      storeThat(async () => ({
        redeemed: trap,
        get remaining() {
          throw new Error("trap");
        },
      })),
    );
    await expect(records.redeemRecoveryCode("ada", "x")).rejects.toThrow(Unavailable);
    await expect(withDeadline(storeThat(() => trap)).load("ada")).rejects.toThrow(Unavailable);
    const rejecting = withDeadline(storeThat(() => Promise.reject(trap)));
    await expect(rejecting.load("ada")).rejects.toThrow(Unavailable);
  });

  it("waits one second where nothing else is said", async () => {
    vi.useFakeTimers();
    const settled = vi.fn();
    withDeadline(storeThat(() => new Promise(() => {})))
      .load("ada")
      .catch(settled);
    await vi.advanceTimersByTimeAsync(999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledOnce();
  });

  const yesOrNo = [
    "acceptStep",
    "cancel",
    "activate",
    "rename",
    "remove",
    "replaceRecoveryCodes",
    "demandEnrollment",
    "revokeMark",
    "openRecovery",
    "changeRecovery",
    "completeRecovery",
    "rotateBrowser",
    "reseal",
  ] as const;
  const others = ["redeemRecoveryCode", "load", "listSealed", "listSubjects"] as const;
  for (const lie of [undefined, null, 1, 0, "OK", "true", [true], { accepted: true }]) {
    it(`answers ${JSON.stringify(lie)} where only true and false are verdicts`, async () => {
      for (const method of [...yesOrNo, ...others]) {
        const error = await calls[method](withDeadline(storeThat(async () => lie))).catch(
          (e: unknown) => e,
        );
        expect(error, method).toMatchObject({ code: "store_unavailable" });
      }
    });
  }

  it("answers a literal true or false: passed on", async () => {
    for (const method of yesOrNo) {
      expect(await calls[method](withDeadline(storeThat(async () => true)))).toBe(true);
      expect(await calls[method](withDeadline(storeThat(async () => false)))).toBe(false);
    }
  });

  it("redeems with anything but a boolean and a count: an outage", async () => {
    const lies = [
      { redeemed: 1, remaining: 3 },
      { redeemed: true },
      { redeemed: true, remaining: -1 },
      { redeemed: true, remaining: Number.NaN },
    ];
    for (const lie of lies) {
      await expect(
        withDeadline(storeThat(async () => lie)).redeemRecoveryCode("ada", "x"),
      ).rejects.toThrow(Unavailable);
    }
    const answer = { redeemed: true, remaining: 3 };
    expect(
      await withDeadline(storeThat(async () => answer)).redeemRecoveryCode("ada", "x"),
    ).toEqual(answer);
  });
});

describe("what is counted and listed behind a deadline", () => {
  it("is a count of browsers, or an outage (STO-13)", async () => {
    for (const lie of [undefined, null, true, "1", -1, 0.5, Number.NaN]) {
      const asked = withDeadline(storeThat(async () => lie)).removeBrowsers("ada", "all");
      await expect(asked, String(lie)).rejects.toThrow(Unavailable);
    }
    expect(await withDeadline(storeThat(async () => 2)).removeBrowsers("ada", "all")).toBe(2);
  });

  it("is a page of subjects, or an outage (STO-13)", async () => {
    const line = { subjectId: "ada", authenticators: 1, mustEnroll: false };
    const lies = [
      { subjects: [line] },
      { subjects: [line], next: 1 },
      { subjects: line, next: null },
      { subjects: [null], next: null },
      { subjects: [{ ...line, subjectId: 1 }], next: null },
      { subjects: [{ ...line, authenticators: "1" }], next: null },
      { subjects: [{ ...line, mustEnroll: 0 }], next: null },
    ];
    for (const lie of lies) {
      const asked = withDeadline(storeThat(async () => lie)).listSubjects(null, 10);
      await expect(asked, JSON.stringify(lie)).rejects.toThrow(Unavailable);
    }
    const page = { subjects: [line], next: "ada" };
    expect(await withDeadline(storeThat(async () => page)).listSubjects(null, 10)).toBe(page);
  });
});

describe("deadline", () => {
  it("leaves no timer behind", async () => {
    vi.useFakeTimers();
    const records = withDeadline(memoryRecords().forNamespace("app"));
    await records.load("ada");
    await records.countFailure("ada", 1, 1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("calls the store as it is, with its own `this`", async () => {
    class Store {
      readonly #record = emptySubjectRecord;
      load = storeThat(async () => undefined).load;
      static make() {
        const store = new Store();
        store.load = async function (this: Store) {
          return this.#record;
        };
        return store;
      }
    }
    expect(await withDeadline(Store.make() as unknown as Records).load("ada")).toBe(
      emptySubjectRecord,
    );
  });

  it("keeps an Unavailable that already says what was", async () => {
    const clock = new Unavailable("clock_unavailable");
    await expect(withDeadline(storeThat(() => Promise.reject(clock))).load("ada")).rejects.toBe(
      clock,
    );
  });

  it("does not let the one who is told change what happens", async () => {
    const onUnavailable = () => {
      throw new Error("listener");
    };
    const asked = withDeadline(
      storeThat(() => Promise.reject(new Error("store"))),
      { onUnavailable },
    ).load("ada");
    await expect(asked).rejects.toMatchObject({ code: "store_unavailable" });
  });
});

function withResolvers() {
  let resolve!: (answer: unknown) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise((give, fail) => {
    resolve = give;
    reject = fail;
  });
  return { promise, resolve, reject };
}
