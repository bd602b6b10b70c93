import type { BrowserRecord, Records } from "@second-factor/core/stores";
import { countTrue, inParallel, must } from "../runner.js";
import { browserRecord, type DefineCase, now } from "./records-case.js";

const idsOf = async (records: Records, subjectId = "ada"): Promise<string> =>
  (await records.load(subjectId)).browsers.map(({ id }) => id).join();

const textOf = ({ failures, ...browser }: BrowserRecord) =>
  JSON.stringify([...Object.entries(browser).sort(), failures.since, failures.count]);

export function defineBrowserCases(it: DefineCase): void {
  it("gives browsers back as they were kept, oldest first, each id once", async ({
    records,
    client,
  }) => {
    const name = 'Firefox "140" on o\'brien \u{1f4f1} <b>日本</b>';
    const phone = browserRecord("phone", { name, createdAt: now + 2 });
    const laptop = browserRecord("laptop", {
      createdAt: now + 1,
      trustedUntil: 253_402_300_799_999,
      failures: { since: now, count: 3 },
    });
    await records.keepBrowser("ada", phone, 5);
    await records.keepBrowser("ada", browserRecord("laptop", { digest: "before" }), 5);
    await records.keepBrowser("ada", laptop, 5);
    const { browsers, epoch } = await client(1).load("ada");
    must(
      browsers.map(textOf).join() === [laptop, phone].map(textOf).join(),
      "load must give browsers back as they were kept last, each id once and the oldest first",
    );
    must(
      epoch === "" && (await records.load("bob")).browsers.length === 0,
      "keepBrowser changed the epoch, or reached another subject",
    );
  });

  it("keeps the browsers that were seen last, and always the one just kept", async ({
    records,
  }) => {
    const keep = (id: string, seen: number, most: number) =>
      records.keepBrowser("ada", browserRecord(id, { lastSeenAt: now + seen }), most);
    await keep("c", 30, 3);
    await keep("a", 20, 3);
    await keep("b", 20, 3);
    await keep("d", 40, 3);
    must(
      (await idsOf(records)) === "b,c,d",
      `keepBrowser past 3 left ${await idsOf(records)} and not b,c,d: who was seen longest ago goes, of several the lower id`,
    );
    await keep("old", 0, 3);
    must(
      (await idsOf(records)) === "c,d,old",
      `keepBrowser left ${await idsOf(records)} and not c,d,old: the one just kept stays`,
    );
    await keep("c", 50, 1);
    must((await idsOf(records)) === "c", "keepBrowser must keep to the number it is given");
  });

  it("loses no browser of 10 parallel ones, and keeps to their number", async ({
    records,
    client,
  }) => {
    const keepTen = (name: string, lastSeenAt: number) =>
      inParallel(10, (index) =>
        client(index).keepBrowser("ada", browserRecord(`${name}-${index}`, { lastSeenAt }), 10),
      );
    const named = (name: string) => Array.from({ length: 10 }, (_, index) => `${name}-${index}`);
    await keepTen("early", now);
    must(
      (await idsOf(records)) === named("early").join(),
      `10 browsers kept in parallel left ${await idsOf(records)}: one overwrote the other`,
    );
    await keepTen("late", now + 1);
    must(
      (await idsOf(records)) === named("late").join(),
      `10 more of at most 10 left ${await idsOf(records)}: those that were seen longest ago go, also in parallel`,
    );
  });

  it("rotates a browser's digest exactly once, of 20 parallel callers", async ({
    records,
    client,
  }) => {
    const laptop = browserRecord("laptop", { failures: { since: now, count: 2 } });
    await records.keepBrowser("ada", laptop, 5);
    await records.keepBrowser("ada", browserRecord("phone"), 5);
    const from = laptop.digest;
    const answers = await inParallel(20, (index) =>
      client(index).rotateBrowser("ada", "laptop", { from, to: `next-${index}` }, now + 7),
    );
    must(
      countTrue(answers) === 1,
      `rotateBrowser let ${countTrue(answers)} of 20 parallel callers through: it must be a compare-and-set on the digest`,
    );
    const digest = `next-${answers.indexOf(true)}`;
    const expected = { ...laptop, digest, rotatedAt: now + 7, lastSeenAt: now + 7 };
    const phone = browserRecord("phone");
    must(
      (await records.load("ada")).browsers.map(textOf).join() ===
        [expected, phone].map(textOf).join(),
      "rotateBrowser must change the digest and the times of that browser, and nothing else",
    );
    const strangers = [
      await records.rotateBrowser("ada", "unknown", { from: digest, to: "x" }, now),
      await records.rotateBrowser("ada", "phone", { from: digest, to: "x" }, now),
      await records.rotateBrowser("bob", "laptop", { from: digest, to: "x" }, now),
    ];
    must(
      strangers.every((answer) => answer === false),
      "rotateBrowser took the digest of another browser or subject",
    );
  });

  it("loses no failure of a browser, in a window that is fixed", async ({ records, client }) => {
    const windowSeconds = 60;
    const laptop = browserRecord("laptop", { trustedUntil: 0, digest: "" });
    await records.keepBrowser("ada", browserRecord("phone"), 5);
    await inParallel(20, (index) =>
      client(index).countBrowserFailure("ada", laptop, now, windowSeconds, 5),
    );
    const failures = async () => {
      const held = (await records.load("ada")).browsers.find(({ id }) => id === "laptop");
      must(
        held !== undefined && textOf({ ...held, failures: laptop.failures }) === textOf(laptop),
        "countBrowserFailure must store the browser it is given, and change its failures alone",
      );
      return `${held.failures.since - now}+${held.failures.count}`;
    };
    must(
      (await failures()) === "0+20",
      `countBrowserFailure counted ${await failures()} of 0+20 in parallel: it must be one atomic increment`,
    );
    const other = browserRecord("laptop", { name: "other", digest: "other", lastSeenAt: now + 9 });
    for (const at of [now + 59_999, now + 60_000, now + 60_001]) {
      await records.countBrowserFailure("ada", other, at, windowSeconds, 5);
    }
    must(
      (await failures()) === "60000+2",
      `countBrowserFailure left ${await failures()} instead of 60000+2: the first failure after a window's end opens the next`,
    );
    await records.countBrowserFailure("ada", browserRecord("tablet"), now, windowSeconds, 2);
    must(
      (await records.load("ada")).browsers.length === 2,
      "countBrowserFailure must keep to the number of browsers it is given",
    );
  });

  it("removes the browsers that are named, or all, and says how many", async ({
    records,
    client,
  }) => {
    for (const id of ["a", "b", "c", "d"]) await records.keepBrowser("ada", browserRecord(id), 5);
    await records.keepBrowser("bob", browserRecord("a"), 5);
    const counts = [
      await records.removeBrowsers("ada", []),
      await records.removeBrowsers("ada", ["b", "unknown", "b"]),
      await records.removeBrowsers("nobody", "all"),
    ];
    must(
      counts.join() === "0,1,0" && (await idsOf(records)) === "a,c,d",
      `removeBrowsers told ${counts.join()} instead of 0,1,0, or removed more than was named`,
    );
    const removed = await inParallel(10, (index) => client(index).removeBrowsers("ada", "all"));
    must(
      removed.reduce((sum, count) => sum + count, 0) === 3,
      "removeBrowsers counted a browser that another caller had removed",
    );
    must(
      (await idsOf(records)) === "" && (await idsOf(records, "bob")) === "a",
      "removeBrowsers left a browser behind, or reached another subject",
    );
  });
}
