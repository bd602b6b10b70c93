/**
 * Redis did not do what it was asked, or nobody knows whether it did. Made anew from the library's error, which may hold
 * the whole command in its properties or its message.
 */
export class RedisFault extends Error {
  override readonly name = "RedisFault";

  constructor(
    readonly server: string,
    /** What happened, without the server. */
    readonly fault: string,
    /** The first word of an error that Redis itself replied with: NOAUTH, READONLY. */
    readonly reply: string | null = null,
  ) {
    super(`Redis at ${server}: ${fault}`);
  }
}

export function toRedisFault(server: string, cause: unknown): RedisFault {
  if (cause instanceof RedisFault) return cause;
  const message = messageOf(cause);
  const [, reply] = /^([A-Z]{2,})(?: |$)/.exec(message) ?? [];
  return new RedisFault(server, message, reply ?? null);
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "failed";
  // Several addresses of one name were tried.
  if (cause instanceof AggregateError && cause.message === "") return messageOf(cause.errors[0]);
  // Upstash repeats the command with its keys and arguments.
  const [message = ""] = cause.message.split(", command was:");
  return message || cause.name;
}
