/** What is wrong with rows of the log, or with a checkpoint. */
export type AuditFaultKind =
  /** The rows are not what was written there: edited, moved, inserted, or written without the key. */
  | "changed"
  /** The rows are not there, and later ones are. */
  | "missing"
  /** A checkpoint knows the rows; the log ends before them. */
  | "cut"
  /** A checkpoint knows another row there: from some row before it on, all of it was written anew. */
  | "rewritten"
  /** Signed by a key that the chain had left for another: whoever has an old key may have written it. */
  | "key_returned"
  /** The ring has no key of the id that the rows name, so they prove nothing. */
  | "key_missing"
  /** The checkpoint for that number was not signed by a key of the ring, or is none. */
  | "checkpoint_invalid";

export interface AuditFault {
  readonly namespace: string;
  readonly number: number;
  /** The last of the rows in a row that it is said of. */
  readonly through: number;
  readonly fault: AuditFaultKind;
}

export interface AuditChainVerdict {
  readonly namespace: string;
  readonly rows: number;
  /** The number of the last row. */
  readonly last: number;
  /** Of the last checkpoint that was given; 0 without one. What came after it could have been cut. */
  readonly checkpoint: number;
}

export interface AuditVerdict {
  readonly verified: boolean;
  readonly rows: number;
  /** In the log's order. */
  readonly faults: readonly AuditFault[];
  readonly chains: readonly AuditChainVerdict[];
}
