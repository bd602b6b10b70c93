/** Keeps work going that no reply waits for: `ctx.waitUntil` of a Worker, `waitUntil` of @vercel/functions. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Who may have brought a way to keep work going: a request that runs on an edge runtime. */
export interface WithWaitUntil {
  readonly waitUntil?: WaitUntil | undefined;
}

export type AfterReply = (request: WithWaitUntil, work: Promise<unknown>) => void;

/**
 * Lets work run on that nobody waits for. Where a process lives on that is all; where the runtime ends a request with
 * its reply, the work is handed over. It never rejects there, so that no log tells of what is told elsewhere.
 *
 * @param ownWaitUntil the engine's option, in place of what requests bring
 * @param onRefused told where the runtime did not take the work
 */
export function createAfterReply(
  ownWaitUntil: WaitUntil | undefined,
  onRefused: (cause: unknown) => void,
): AfterReply {
  return function afterReply(request, work) {
    const settled = work.catch(() => undefined);
    try {
      if (ownWaitUntil === undefined) request.waitUntil?.(settled);
      else ownWaitUntil(settled);
    } catch (cause) {
      onRefused(cause);
    }
  };
}
