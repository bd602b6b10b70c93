import { ConfigurationError } from "../configuration/configuration-error.js";
import { isPromise, type MaybePromise } from "../maybe-promise.js";
import type { SessionSlot } from "../step-up/session-slot.js";
import { Unavailable } from "../unavailable.js";
import type { RouteRequest } from "./route-request.js";
import type { SessionContext, SessionHandle } from "./session-port.js";

/**
 * The host's session, with its outages as ours: a session store that does not answer is a 503 like any other store.
 *
 * @throws Unavailable `session_unavailable`
 * @throws ConfigurationError where the port sees that the set-up can't work
 */
export function openSession(
  request: RouteRequest,
  context: SessionContext,
): MaybePromise<SessionHandle> {
  let opened: MaybePromise<SessionHandle>;
  try {
    opened = request.session(context);
  } catch (error) {
    throw asOutage(error);
  }
  if (!isPromise(opened)) return new GuardedSession(opened);
  return opened.then(
    (inner) => new GuardedSession(inner),
    (error: unknown) => {
      throw asOutage(error);
    },
  );
}

class GuardedSession implements SessionHandle {
  constructor(readonly inner: SessionHandle) {}

  get id(): string | undefined {
    return this.inner.id;
  }

  read(): unknown {
    try {
      return this.inner.read();
    } catch (error) {
      throw asOutage(error);
    }
  }

  async write(slot: SessionSlot | null): Promise<void> {
    try {
      await this.inner.write(slot);
    } catch (error) {
      throw asOutage(error);
    }
  }

  async rotate(slot: SessionSlot): Promise<void> {
    try {
      await this.inner.rotate(slot);
    } catch (error) {
      throw asOutage(error);
    }
  }
}

function asOutage(cause: unknown): Error {
  if (cause instanceof ConfigurationError || cause instanceof Unavailable) return cause;
  return new Unavailable("session_unavailable", 1, { cause });
}
