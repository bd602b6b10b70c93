import { type Place, webProgram } from "./web-program.js";

/** The driver's: it has the sockets, and hands every request to the one listener below. */
declare function listenOutside(): Promise<Place>;

interface FetchEventThere {
  readonly request: Request;
  respondWith(response: Response | Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

const answer = webProgram("edge-runtime", () => listenOutside());

addEventListener("fetch", (event) => {
  const there = event as unknown as FetchEventThere;
  const context = { waitUntil: (work: Promise<unknown>) => there.waitUntil(work) };
  there.respondWith(answer(there.request, {}, context));
});
