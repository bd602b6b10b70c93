/** What is pushed is handed on in order, each when it is due; nothing while it is stopped. */
export interface TimedQueue<Item> {
  push(item: Item, delayMs: number): void;
  /** When the last item is due, if one waits. */
  readonly lastDue: number | undefined;
  stop(): void;
  go(): void;
}

export function timedQueue<Item>(handOn: (item: Item) => void): TimedQueue<Item> {
  const waiting: { readonly item: Item; readonly due: number }[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function run(): void {
    clearTimeout(timer);
    while (!stopped && waiting[0] !== undefined && waiting[0].due <= Date.now()) {
      handOn(waiting.shift()!.item);
    }
    const [next] = waiting;
    if (!stopped && next !== undefined) timer = setTimeout(run, next.due - Date.now());
  }

  return {
    push(item, delayMs) {
      waiting.push({ item, due: Date.now() + delayMs });
      run();
    },
    get lastDue() {
      return waiting.at(-1)?.due;
    },
    stop() {
      stopped = true;
    },
    go() {
      stopped = false;
      run();
    },
  };
}
