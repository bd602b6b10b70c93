import type { RotationResult } from "./prove.js";

/** What a rotation promises and this one did not keep. */
export function promisesBroken(result: RotationResult): string[] {
  const { secrets, before, after, verified, failed, summary, signedInAfterwards } = result;
  const broken: string[] = [];
  const must = (kept: boolean, promise: string) => {
    if (!kept) broken.push(promise);
  };
  const told = (counts: object) => JSON.stringify(counts);
  must(before.d1 === secrets, `each secret is sealed by the old key at first: ${told(before)}`);
  must(Object.keys(after).join() === "d2", `each is sealed by the new key at last: ${told(after)}`);
  must((after.d2 ?? 0) >= secrets, `no secret is lost: ${told(after)}`);
  must(verified > 0 && told(failed) === "{}", `no sign-in fails: ${told(failed)} of ${verified}`);
  must(summary.unopened.length === 0, `each secret opens: ${summary.unopened.length} did not`);
  must(
    Object.keys(signedInAfterwards).join() === "200",
    `without the old key everybody gets in: ${told(signedInAfterwards)}`,
  );
  must(result.canaries === 0, `no secret and no code is in the dump: ${result.canaries} were`);
  return broken;
}
