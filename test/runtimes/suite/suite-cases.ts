import { adapterContract, type Exchange, type ManualClock } from "@second-factor/testing";
import { attackCases } from "../../attacks/case-table.js";
import { runAttack } from "../../attacks/run-attack.js";
import type { Listen, WebHandler } from "../../testbed/bed-server.js";
import { type BedPlan, openBed } from "../../testbed/open-bed.js";
import type { SessionMode } from "../../testbed/testbed-options.js";
import { buildFetch } from "../../testbed/variants/fetch.js";
import { buildHono } from "../../testbed/variants/hono.js";

export interface SuiteCase {
  readonly title: string;
  /** Told of every exchange of the adapter contract. */
  run(record: (exchange: Exchange) => void): Promise<void>;
}

/** The adapter contract for Hono and for createFetchHandler, then every attack on the bank on Hono. */
export function suiteCases(listen: Listen<WebHandler>): readonly SuiteCase[] {
  const hono: BedPlan<WebHandler> = { name: "hono", listen, build: buildHono };
  const fetch: BedPlan<WebHandler> = { name: "fetch", listen, build: buildFetch };
  const attacks = attackCases
    .filter(({ variants = ["hono"] }) => variants.includes("hono"))
    .map((attackCase) => ({
      title: `${attackCase.id} ${attackCase.title}`,
      run: () =>
        runAttack(attackCase, { name: "hono", start: (options) => openBed(hono, options) }),
    }));
  return [
    ...contractCases("Hono", hono, "server"),
    ...contractCases("createFetchHandler", fetch, "sealed-cookie"),
    ...attacks,
  ];
}

function contractCases(
  name: string,
  plan: BedPlan<WebHandler>,
  sessions: SessionMode,
): readonly SuiteCase[] {
  const cases: SuiteCase[] = [];
  let record: (exchange: Exchange) => void = () => undefined;
  const runner = {
    describe: (_name: string, body: () => void) => body(),
    it: (title: string, body: () => Promise<void>) =>
      void cases.push({
        title: `${name} ${title}`,
        run: (recordNow) => {
          record = recordNow;
          return body();
        },
      }),
  };
  adapterContract(runner, {
    name,
    start: ({ engine }) => {
      const clock = engine.clock as ManualClock;
      return openBed(plan, { engine, clock, sessions, hostCookie: true });
    },
    record: (exchange) => record(exchange),
  });
  return cases;
}
