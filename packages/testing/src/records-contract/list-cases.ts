import type { Records, SealedRecord } from "@second-factor/core/stores";
import { oddIds } from "../odd-ids.js";
import { must } from "../runner.js";
import { activation, type DefineCase, enroll, now, pendingEnrollment } from "./records-case.js";

const nameOf = ({ subjectId, authenticatorId, purpose }: SealedRecord) =>
  JSON.stringify([subjectId, authenticatorId, purpose]);

/** From the first page to the last; `between` is what happens meanwhile. */
async function walk(
  records: Records,
  limit: number,
  between: (page: readonly SealedRecord[]) => Promise<unknown> = async () => undefined,
): Promise<SealedRecord[]> {
  const found: SealedRecord[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 10_000; pages += 1) {
    const { sealed, next }: Awaited<ReturnType<Records["listSealed"]>> = await records.listSealed(
      after,
      limit,
      now,
    );
    found.push(...sealed);
    await between(sealed);
    if (next === null) return found;
    must(next !== after, "listSealed did not come any further: the same page came twice");
    after = next;
  }
  throw new Error("listSealed came to no end");
}

export function defineListCases(it: DefineCase): void {
  it("lists every sealed secret on exactly one page, however long the pages are", async ({
    records,
    client,
  }) => {
    const names: string[] = [];
    for (const id of oddIds) {
      await enroll(records, id, "phone");
      names.push(JSON.stringify([id, "phone", "totp"]));
    }
    await enroll(records, "ada", "phone");
    await enroll(records, "ada", "tablet");
    await records.begin("ada", pendingEnrollment("laptop"));
    await records.begin("bob", pendingEnrollment("first"));
    await records.countFailure("carol", now, 60);
    names.push('["ada","phone","totp"]', '["ada","tablet","totp"]', '["ada","laptop","pending"]');
    names.push('["bob","first","pending"]');

    let order = "";
    for (const [index, limit] of [1, 2, 7, 1000].entries()) {
      const listed = (await walk(client(index), limit)).map(nameOf);
      must(
        JSON.stringify([...listed].sort()) === JSON.stringify([...names].sort()),
        `listSealed in pages of ${limit} gave ${listed.length} secrets of ${names.length}, or others: a key would be taken away while secrets need it`,
      );
      order ||= listed.join();
      must(listed.join() === order, "listSealed gave another order: the order must stay the same");
    }
  });

  it("lists what is sealed, byte for byte, as the last write left it", async ({ records }) => {
    await enroll(records, "ada", "phone");
    await records.begin("ada", pendingEnrollment("laptop"));
    const bytes = async () =>
      (await walk(records, 10)).map(({ sealedSecret }) => new TextDecoder().decode(sealedSecret));
    must(
      (await bytes()).join() === "secret of phone,pending secret of laptop",
      "listSealed must give the bytes that activate and begin were given",
    );
    const sealed = new TextEncoder().encode("sealed anew");
    await records.reseal("ada", "phone", activation("phone").sealedSecret, sealed);
    must(
      (await bytes()).join() === "sealed anew,pending secret of laptop",
      "listSealed must show what reseal wrote: else a rotation would never end",
    );
  });

  it("passes over what expired, was removed, or belongs to another namespace", async ({
    records,
    client,
  }) => {
    await records.begin("ada", pendingEnrollment("old", { expiresAt: now }));
    await records.begin("bob", pendingEnrollment("young", { expiresAt: now + 1 }));
    await enroll(records, "carol", "phone");
    await records.requireEnrollment("carol", { to: "reset", at: now });
    await enroll(client(1, "other"), "dave", "phone");
    const listed = (await walk(records, 1)).map(nameOf).join();
    must(
      listed === '["bob","young","pending"]',
      `listSealed gave ${listed}: only what can still be opened in this namespace holds a key back`,
    );
    const none = await client(0, "empty").listSealed(null, 10, now);
    must(
      none.sealed.length === 0 && none.next === null,
      "listSealed of an empty namespace must be one empty page, the last",
    );
  });

  it("leaves nothing out while secrets are sealed anew and subjects come and go", async ({
    records,
    client,
  }) => {
    const stays = Array.from({ length: 30 }, (_, index) => `subject-${String(index).padStart(2)}`);
    for (const id of stays) await enroll(records, id, "phone");
    let turn = 0;
    const listed = await walk(records, 4, async (page) => {
      for (const { subjectId, authenticatorId, sealedSecret } of page) {
        const sealed = new TextEncoder().encode(`anew ${subjectId}`);
        await client(1).reseal(subjectId, authenticatorId, sealedSecret, sealed);
      }
      turn += 1;
      await enroll(client(1), `guest ${turn}`, "phone");
      await client(1).requireEnrollment(`guest ${turn - 1}`, { to: `gone ${turn}`, at: now });
    });
    const times = stays.map((id) => listed.filter(({ subjectId }) => subjectId === id).length);
    must(
      times.every((count) => count === 1),
      "listSealed left out or repeated a secret that was there all the time",
    );
  });
}
