import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type Context,
  type ContextManager,
  context,
  logs,
  ROOT_CONTEXT,
  SeverityNumber,
  trace,
} from "@opentelemetry/api";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { EventSink } from "@second-factor/core";
import pino from "pino";
import { afterAll, beforeAll, describe, it } from "vitest";
import { wrongOtp } from "../attacks/attacker/guesses.js";
import { enrolled } from "../attacks/attacker/sign-in.js";
import { type ReadersFolder, readersFolder } from "../edge-guide/guide.js";
import { type Testbed, variants } from "../testbed/index.js";

const page = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");

/** The listings that begin with the name of a file, as a reader copies them. */
const listings = Object.fromEntries(
  [...page.matchAll(/```ts\n(\/\/ (events-to-[a-z]+\.ts)\n[\s\S]*?)```/g)].map(
    ([, source = "", file = ""]) => [file, source],
  ),
);

let folder: ReadersFolder;
beforeAll(() => {
  folder = readersFolder("events", listings, ["hono-deno/node_modules/@types/node"]);
});
afterAll(() => folder?.remove());

const printed = (name: string) =>
  import(/* @vite-ignore */ pathToFileURL(join(folder.path, `out/${name}.js`)).href);

/** Somebody enrolls and mistypes a code once. */
async function use(events: EventSink): Promise<void> {
  const express = variants.find(({ name }) => name === "express5");
  const bed = (await express?.start({ engine: { events } })) as Testbed;
  const { authenticator, browser } = await enrolled(bed, "alice");
  await browser.verify(wrongOtp(authenticator));
  assert.equal(bed.engine.droppedEvents, 0, "the printed sink refused an event");
  await bed.close();
}

describe("what docs/events.md prints", () => {
  it("writes one line of pino for each event, failures as warnings", async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(...String(chunk).trimEnd().split("\n"));
        done();
      },
    });
    const { toPino } = await printed("events-to-pino");
    await use(toPino(pino(stream)));
    const written = lines.map((line) => JSON.parse(line));
    assert.deepEqual(
      written.map(({ level, log, msg, type }) => [level, log, msg, type]),
      [
        [30, "second-factor", "enrollment.begun", "enrollment.begun"],
        [30, "second-factor", "enrollment.confirmed", "enrollment.confirmed"],
        [40, "second-factor", "verification.invalid", "verification.invalid"],
      ],
    );
    assert.equal(written[2].subjectId, "alice");
    assert.equal(written[2].outcome, "failure");
  });

  it("emits an OpenTelemetry log record for each event, inside the request's trace and on its span", async () => {
    const records = new InMemoryLogRecordExporter();
    const spans = new InMemorySpanExporter();
    const provider = new LoggerProvider({
      processors: [new SimpleLogRecordProcessor({ exporter: records })],
    });
    const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
    logs.setGlobalLoggerProvider(provider);
    trace.setGlobalTracerProvider(tracers);
    context.setGlobalContextManager(contextManager());

    const { toOpenTelemetry } = await printed("events-to-opentelemetry");
    // In place of an instrumentation of HTTP: the server's side of the request runs within the span.
    const sink: EventSink = (event) =>
      trace.getTracer("test").startActiveSpan("POST /2fa", (span) => {
        toOpenTelemetry(event);
        span.end();
      });
    await use(sink);
    await Promise.all([provider.forceFlush(), tracers.forceFlush()]);

    const emitted = records.getFinishedLogRecords();
    assert.deepEqual(
      emitted.map(({ eventName, severityNumber }) => [eventName, severityNumber]),
      [
        ["second_factor.enrollment.begun", SeverityNumber.INFO],
        ["second_factor.enrollment.confirmed", SeverityNumber.INFO],
        ["second_factor.verification.invalid", SeverityNumber.WARN],
      ],
    );
    const { attributes, spanContext, hrTime } = emitted[2]!;
    assert.equal(attributes.subjectId, "alice");
    assert.equal(attributes.factor, "totp");
    assert.ok(hrTime[0] > 0);
    const span = spans.getFinishedSpans()[2]!;
    assert.equal(spanContext?.traceId, span.spanContext().traceId);
    assert.deepEqual(
      span.events.map(({ name, attributes }) => [name, attributes?.outcome]),
      [["second_factor.verification.invalid", "failure"]],
    );
  });
});

/** The one of @opentelemetry/context-async-hooks, as far as it is needed. */
function contextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, fn, thisArg, ...args) =>
      storage.run(active, () => fn.call(thisArg as never, ...args)),
    bind: (_active, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
