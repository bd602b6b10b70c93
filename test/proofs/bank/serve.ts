// One process of the bank: started with fork(), told where its stores are, asked for its tally by messages.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { EventSink } from "@second-factor/core";
import { bankApp } from "./bank-app.js";
import { bankEngine } from "./bank-engine.js";
import { openKeys } from "./keys-at.js";
import { openStores } from "./open-stores.js";
import type { StoresAt } from "./stores-at.js";
import { tallySheet } from "./tally.js";

// First: whoever started it may be gone before it listens.
process.on("disconnect", () => process.exit());

const at = JSON.parse(process.env.STORES_AT ?? "") as StoresAt;
const sheet = tallySheet();
const opened = await openStores(at);
const stores = { ...opened, records: sheet.counting(opened.records) };
const events: EventSink = (event) => {
  sheet.add(event.type === "unavailable" ? `unavailable ${event.operation}` : event.type);
};
const keys = at.ring && openKeys(at.ring, () => sheet.add("unwrap"));
const engines = (["plain", "lifted"] as const).map((mount) =>
  bankEngine(stores, { mount, deadlineMilliseconds: at.deadlineMilliseconds, events, keys }),
);
await engines[0]?.ready();

const server = createServer(bankApp(engines));
// Connections wait for their turn, some longer than any fence stands before they carry their first request.
Object.assign(server, { keepAliveTimeout: 3_600_000, headersTimeout: 0, requestTimeout: 0 });
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("message", (id: number) => process.send?.({ id, tally: sheet.take() }));
