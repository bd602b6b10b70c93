import { type KeyRing, localMasterKey, type MasterKey, wrappedKeyRing } from "@second-factor/core";

/** A wrapped ring as plain data: what a process is told when it starts. */
export interface KeysAt {
  readonly ring: string;
  /** The text of the local master key that wrapped it, under the label "proof". */
  readonly masterKey: string;
}

/** Each time that the master key is asked is told: it stands in for one that has to be called. */
export function openKeys({ ring, masterKey }: KeysAt, onUnwrap: () => void): KeyRing {
  const local = localMasterKey(masterKey);
  const proof: MasterKey = {
    ...local,
    unwrap(wrapped, context) {
      onUnwrap();
      return local.unwrap(wrapped, context);
    },
  };
  return wrappedKeyRing(ring, { masterKeys: { proof } });
}
