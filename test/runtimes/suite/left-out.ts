interface LeftOut {
  /** The ids of the attacks. */
  readonly ids: readonly string[];
  /** All by default. */
  readonly runtimes?: readonly string[];
  readonly why: string;
}

/** What is not run in the runtimes. All of it runs on the machine's Node, on every framework. */
export const leftOut: readonly LeftOut[] = [
  { ids: ["DOS-08", "HDR-09"], why: "writes to a raw socket" },
  { ids: ["BRU-21", "LOG-01"], why: "reads stdout and looks into objects with Node's own tools" },
  {
    ids: ["BRU-07", "BRU-10", "BRU-25", "BRU-30", "BRU-36", "BRU-37", "DOS-02", "DOS-05", "DOS-11"],
    why: "weeks of guessing: thousands of requests that say no more of a runtime than the first ones",
  },
  { ids: ["TDC-08"], why: "a thousand verifications that say no more of a runtime than the first" },
  {
    ids: ["BRU-04", "REC-10", "REC-21", "REP-06"],
    why: "bursts; BRU-08, ENR-10, REC-02 and REP-07 are as many at once",
  },
  { ids: ["ENR-13", "STO-13", "STO-17"], why: "hundreds of variations that core alone decides" },
  {
    ids: ["HDR-07"],
    runtimes: ["workerd", "edge-runtime"],
    why: "no socket whose address a header could hide",
  },
  {
    ids: ["INJ-17"],
    runtimes: ["workerd", "edge-runtime"],
    why: "its fetch sends no LINK or TRACE",
  },
  { ids: ["CSR-02"], runtimes: ["workerd"], why: "its fetch sends no empty Origin" },
];

export const whyLeftOut = (title: string, runtime: string): string | undefined =>
  leftOut.find(
    ({ ids, runtimes = [runtime] }) =>
      ids.includes(title.split(" ", 1)[0] ?? "") && runtimes.includes(runtime),
  )?.why;
