/** Who asks for a connection, as it stands in messages. */
export interface Asker {
  readonly store: "redisLimits" | "redisReplay";
  readonly code: "limits_invalid" | "replay_invalid";
}
