import { describe, expect, it } from "vitest";
import {
  generateWrappedKey,
  MasterKeyError,
  memoryRecords,
  type RecordsStore,
  type ResealProgress,
  wrappedKeyRing,
} from "../../src/index.js";
import { inProcessApp } from "../app/in-process-app.js";
import { fakeMasterKey } from "./fake-master-key.js";
import { appWith, enrolledUnderK1, k1, k2, secret } from "./rotation-ground.js";

/** The same records, one method changed. */
function changed(
  store: RecordsStore,
  method: "reseal" | "listSealed",
  call: (...args: never[]) => Promise<unknown>,
): RecordsStore {
  return {
    ...store,
    forNamespace: (name) =>
      Object.defineProperty(Object.create(store.forNamespace(name)), method, { value: call }),
  };
}

describe("resealSecrets", () => {
  it("seals everything by the first key, once; a second run finds nothing to do", async () => {
    const { records, ids } = await enrolledUnderK1(25);
    const app = appWith(`${k2},${k1}`, records);
    const told: ResealProgress[] = [];
    const options = { pageSize: 10, onProgress: (step: ResealProgress) => void told.push(step) };
    const nothing = { changedMeanwhile: 0, unopened: [] };
    const all = { examined: 25, resealed: 25, current: 0, ...nothing };
    expect(await app.engine.resealSecrets(options)).toEqual(all);
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.at(-1)).toEqual({ ...all, unopened: 0 });
    expect(await app.engine.resealSecrets()).toEqual({ ...all, resealed: 0, current: 25 });
    const ended = app.events.filter(({ type }) => type === "reseal.ended");
    expect(ended).toMatchObject([
      { outcome: "success", examined: 25, resealed: 25, unopened: 0 },
      { outcome: "success", examined: 25, resealed: 0, current: 25 },
    ]);

    const later = appWith(k2, records);
    later.advance(60);
    for (const id of ids) {
      const json = { otp: later.code(secret) };
      expect((await later.signIn(id).send("POST", "/verify", { json })).status).toBe(200);
    }
  });

  it("tells what does not open and why, and does the rest", async () => {
    const { records, held } = await enrolledUnderK1(6);
    const lost = `k0:${Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 91) & 255)).toString("base64")}`;
    const imported = await appWith(lost, records).engine.importAuthenticator({
      subjectId: "lost",
      secret,
    });
    const sealedOf = async (id: string) => (await held.load(id)).authenticators[0]!;
    const [one, two] = [await sealedOf("user-1"), await sealedOf("user-2")];
    // A row with another's bytes in it, and one in no format at all.
    await held.reseal("user-1", one.id, one.sealedSecret, two.sealedSecret);
    const broken = await sealedOf("user-3");
    await held.reseal("user-3", broken.id, broken.sealedSecret, new Uint8Array([9, 9]));

    const app = appWith(`${k2},${k1}`, records);
    const summary = await app.engine.resealSecrets({ pageSize: 2 });
    expect(summary).toMatchObject({ examined: 7, resealed: 4, current: 0, changedMeanwhile: 0 });
    const byReason = [...summary.unopened].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
    expect(byReason).toEqual([
      {
        subjectId: "lost",
        authenticatorId: imported.authenticatorId,
        keyId: "k0",
        reason: "key_missing",
      },
      { subjectId: "user-1", authenticatorId: one.id, keyId: "k1", reason: "refused" },
      { subjectId: "user-3", authenticatorId: broken.id, keyId: null, reason: "refused" },
    ]);
    const events = app.events.filter(({ type }) => type === "reseal.unopened");
    expect(events.map(({ subjectId }) => subjectId).sort()).toEqual(["lost", "user-1", "user-3"]);
    expect(app.events.at(-1)).toMatchObject({ type: "reseal.ended", outcome: "failure" });
    expect((await sealedOf("user-1")).sealedSecret).toEqual(two.sealedSecret);

    expect(await app.engine.keyStatus()).toEqual([
      { id: "k2", inRing: true, seals: true, secrets: 4, pending: 0 },
      { id: "k1", inRing: true, seals: false, secrets: 1, pending: 0 },
      ...(await app.engine.keyStatus()).slice(2),
    ]);
    expect((await app.engine.keyStatus()).slice(2)).toEqual(
      expect.arrayContaining([
        { id: "k0", inRing: false, seals: false, secrets: 1, pending: 0 },
        { id: null, inRing: false, seals: false, secrets: 1, pending: 0 },
      ]),
    );
  });

  it("counts what changed meanwhile, and leaves it as it is", async () => {
    const { records } = await enrolledUnderK1(3);
    const store = changed(records, "reseal", async () => false);
    const { engine } = appWith(`${k2},${k1}`, store);
    expect(await engine.resealSecrets()).toMatchObject({ resealed: 0, changedMeanwhile: 3 });
  });

  it("can be ended by a signal, and goes on from there", async () => {
    const { records } = await enrolledUnderK1(30);
    const app = appWith(`${k2},${k1}`, records);
    const ending = new AbortController();
    const run = app.engine.resealSecrets({
      signal: ending.signal,
      pageSize: 5,
      onProgress: ({ resealed }) => resealed >= 10 && ending.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
    expect(app.events.at(-1)).toMatchObject({ type: "reseal.ended", outcome: "failure" });
    const rest = await app.engine.resealSecrets();
    expect(rest.current).toBeGreaterThanOrEqual(10);
    expect(rest.current + rest.resealed).toBe(30);
    await expect(app.engine.resealSecrets({ signal: ending.signal })).rejects.toThrow("enough");
  });

  it("gives up where the store does, and says so", async () => {
    const { records } = await enrolledUnderK1(3);
    for (const method of ["reseal", "listSealed"] as const) {
      const failing = changed(records, method, async () => Promise.reject(new Error("gone")));
      const app = appWith(`${k2},${k1}`, failing);
      await expect(app.engine.resealSecrets()).rejects.toMatchObject({ code: "store_unavailable" });
      expect(app.events.at(-1)).toMatchObject({ type: "reseal.ended", outcome: "failure" });
    }
  });

  it("takes 1 to 1000 subjects a page", async () => {
    const { engine } = appWith(k1, memoryRecords());
    for (const pageSize of [0, 1001, 1.5])
      await expect(engine.resealSecrets({ pageSize })).rejects.toThrow("pageSize");
  });

  it("asks an old master key that is down once a page, and gives up where the new one is", async () => {
    const [old, fresh] = [fakeMasterKey(), fakeMasterKey(k2)];
    const [d1, d2] = [
      await generateWrappedKey("d1", "old", old.masterKey),
      await generateWrappedKey("d2", "fresh", fresh.masterKey),
    ];
    const masterKeys = { old: old.masterKey, fresh: fresh.masterKey };
    const records = memoryRecords();
    const before = inProcessApp({ records, keys: wrappedKeyRing(d1, { masterKeys }) });
    for (let index = 0; index < 8; index += 1)
      await before.engine.importAuthenticator({ subjectId: `user-${index}`, secret });

    const app = inProcessApp({ records, keys: wrappedKeyRing(`${d2},${d1}`, { masterKeys }) });
    const down = () => Promise.reject(new MasterKeyError("unreachable", "ECONNREFUSED"));
    old.state.unwrapping = down;
    old.state.calls = 0;
    const summary = await app.engine.resealSecrets({ pageSize: 4 });
    expect(summary.unopened).toHaveLength(8);
    expect(old.state.calls).toBe(2);

    old.state.unwrapping = (answer) => answer();
    fresh.state.unwrapping = down;
    await expect(app.engine.resealSecrets()).rejects.toMatchObject({ code: "key_unavailable" });
    fresh.state.unwrapping = (answer) => answer();
    expect(await app.engine.resealSecrets()).toMatchObject({ resealed: 8, unopened: [] });
    expect(old.state.calls).toBe(3);
  });
});
