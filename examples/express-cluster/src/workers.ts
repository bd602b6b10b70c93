import cluster from "node:cluster";

/** A worker that can't start must not be started again and again without a breath. */
const pauseMs = 1000;

/** Forks the workers and resolves when all serve. One that ends later is replaced; a signal ends them all, and us. */
export function startWorkers(count: number, env: Record<string, string>): Promise<void> {
  let serving = 0;
  let ending = false;

  function end(code: number): void {
    ending = true;
    process.exitCode = code;
    for (const worker of living()) worker.process.kill("SIGTERM");
    exitWhenAlone();
  }
  function exitWhenAlone(): void {
    if (living().length === 0) process.exit();
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end(0));
  cluster.on("exit", ({ process: { pid } }, code, signal) => {
    if (ending) return exitWhenAlone();
    // It has said itself why it can't start.
    if (serving < count) return end(1);
    console.log(`worker ${pid} has ended (${signal ?? `exit code ${code}`}), another follows`);
    setTimeout(() => ending || cluster.fork(env), pauseMs);
  });
  for (let index = 0; index < count; index++) cluster.fork(env);
  return new Promise((resolve) => {
    cluster.on("message", ({ process: { pid } }, message) => {
      if (message !== "serving") return;
      serving += 1;
      if (serving === count) resolve();
      if (serving > count) console.log(`worker ${pid} serves in its place`);
    });
  });
}

function living() {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}
