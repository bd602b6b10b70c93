/** Aborts with the first Ctrl-C or SIGTERM, so that what is under way can end; the second ends the process. */
export function listenForInterrupt(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM"] as const;
  const abort = () => {
    controller.abort();
    end();
  };
  function end(): void {
    for (const name of names) process.removeListener(name, abort);
  }
  for (const name of names) process.on(name, abort);
  return { signal: controller.signal, end };
}
