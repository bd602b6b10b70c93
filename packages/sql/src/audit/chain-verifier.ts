import type { KeyRing } from "@second-factor/core";
import { type AuditRow, macOfRow } from "./audit-row.js";
import type { AuditChainVerdict, AuditFault, AuditFaultKind } from "./audit-verdict.js";
import type { Checkpoint } from "./checkpoint.js";

export type TellFault = (fault: AuditFault) => void;

/** Walks along one namespace's rows. */
export interface ChainVerifier {
  readonly namespace: string;
  look(row: AuditRow): Promise<void>;
  end(): AuditChainVerdict;
}

/** @param checkpoints of this namespace, their signatures checked */
export function createChainVerifier(
  namespace: string,
  checkpoints: readonly Checkpoint[],
  keys: KeyRing,
  tell: TellFault,
): ChainVerifier {
  const expected = new Map(checkpoints.map(({ number }) => [number, new Set<string>()]));
  for (const { number, mac } of checkpoints) expected.get(number)?.add(mac);
  const checkpoint = checkpoints.reduce((last, { number }) => Math.max(last, number), 0);
  const keysLeft = new Set<string>();
  let keyId: string | undefined;
  let last = 0;
  let lastMac = "";
  let rows = 0;

  const say = (fault: AuditFaultKind, number: number, through = number) =>
    tell({ namespace, number, through, fault });

  async function isAsWritten(row: AuditRow): Promise<AuditFaultKind | null> {
    const mac = await macOfRow(keys, row.keyId, row, lastMac);
    if (mac === null) return "key_missing";
    // No secret comparison: whoever runs this has the key.
    return mac === row.mac ? null : "changed";
  }

  function lookAtKey(row: AuditRow): void {
    if (row.keyId === keyId) return;
    if (keysLeft.has(row.keyId)) {
      say("key_returned", row.number);
      return;
    }
    if (keyId !== undefined) keysLeft.add(keyId);
    keyId = row.keyId;
  }

  return {
    namespace,
    async look(row) {
      const { number } = row;
      rows += 1;
      if (number <= last) {
        say("changed", number);
        return;
      }
      if (number === last + 1) {
        const fault = await isAsWritten(row);
        if (fault === null) lookAtKey(row);
        else say(fault, number);
      } else {
        // The mac of the row before is gone, so this one can't be checked: it stands under a fault as it is.
        say("missing", last + 1, number - 1);
      }
      const known = expected.get(number);
      if (known !== undefined && [...known].some((mac) => mac !== row.mac))
        say("rewritten", number);
      last = number;
      lastMac = row.mac;
    },
    end() {
      if (checkpoint > last) say("cut", last + 1, checkpoint);
      return { namespace, rows, last, checkpoint };
    },
  };
}
