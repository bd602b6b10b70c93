import { mustBeInside } from "../../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacks/attacker/sign-in.js";
import type { Client, Enrolled } from "../../testbed/index.js";
import type { Ground } from "./ground.js";

export interface People {
  /** Enrolled and verified. */
  readonly owner: Enrolled & { readonly browser: Client };
  /** Browsers that know the password: each for one try, since success gives the session another id. */
  readonly visitors: readonly Client[];
  readonly otp: string;
  readonly recoveryCode: string;
}

export async function moveIn({ bed }: Ground): Promise<People> {
  const owner = await enrolled(bed, "alice");
  await mustBeInside(owner.browser);
  return {
    owner,
    visitors: await Promise.all(Array.from({ length: 8 }, () => signedIn(bed, "alice"))),
    otp: owner.authenticator.code(),
    recoveryCode: owner.recoveryCodes[0] ?? "",
  };
}
