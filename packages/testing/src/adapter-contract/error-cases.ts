import { memoryRecords } from "@second-factor/core";
import type { RecordsStore } from "@second-factor/core/stores";
import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { asBrowser } from "./browser.js";
import { contractPages } from "./contract-pages.js";
import { mustRefuse } from "./replies.js";

/** Works until the subject's name says that it shall not. */
function failingFor(subjectId: string): RecordsStore {
  const store = memoryRecords();
  return {
    durability: "process",
    forNamespace(namespace) {
      const records = store.forNamespace(namespace);
      return {
        ...records,
        async load(id) {
          if (id === subjectId) throw new Error("The contract's store is down.");
          return records.load(id);
        },
      };
    },
  };
}

export function defineErrorCases(it: DefineCase): void {
  it(
    "answers a broken store with 503 itself, in routes and guards",
    async ({ browser }) => {
      const eve = browser();
      await eve.signIn("eve");
      const replies = {
        status: await eve.send("GET", "/2fa/"),
        verify: await eve.verify("123456"),
        guard: await eve.send("GET", "/account"),
        requirement: await eve.send("POST", "/transfer", { json: {} }),
      };
      for (const [what, reply] of Object.entries(replies)) {
        mustRefuse(reply, 503, "store_unavailable", what);
        must(Number(reply.headers.get("retry-after")) >= 1, `${what}: no Retry-After`);
        must(!reply.text.includes("contract"), `${what}: the cause is in the reply`);
      }
    },
    { records: failingFor("eve") },
  );

  it(
    "hands what nobody expects to the host's own error handling",
    async ({ browser, clock }) => {
      const ada = browser();
      await ada.signIn("ada");
      const page = await ada.send("GET", "/2fa/enroll", { headers: asBrowser });
      must(
        page.status === 500 && page.json.error === "host",
        `a page that throws answered ${page.status} ${page.text}`,
      );
      must(!page.text.includes("broken page"), "the error's message is in the reply");
      const authorization = `Bearer ada..${clock.now()}`;
      const nameless = await ada.send("POST", "/2fa/verify", {
        json: { otp: "123456" },
        headers: { authorization },
      });
      must(
        nameless.status === 500 && nameless.json.code === "binding_missing",
        `a token without its id answered ${nameless.status} ${nameless.text}`,
      );
      must(
        (await ada.send("GET", "/account")).status === 200,
        "the app did not go on after an error",
      );
    },
    {
      pages: {
        ...contractPages,
        render: () => {
          throw new Error("broken page");
        },
      },
    },
  );

  it("leaves the errors of the routes behind it to the host", async ({ browser }) => {
    const ada = browser();
    await ada.enroll("ada");
    const boom = await ada.send("GET", "/boom");
    must(
      boom.status === 500 && boom.json.error === "host",
      `the host's own error answered ${boom.status}`,
    );
    const nobody = await browser().send("GET", "/boom");
    must(
      nobody.status === 500 && nobody.json.error === "host",
      `the same for nobody answered ${nobody.status}`,
    );
  });
}
