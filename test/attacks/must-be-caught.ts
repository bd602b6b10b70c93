import assert from "node:assert/strict";

/** The attack on an app with a bug has to end in an assertion: one that gets through, or an accident, proves nothing. */
export async function mustBeCaught(attack: Promise<void>): Promise<void> {
  const caught = await attack.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(caught !== null, "the attack gets through and its case does not notice");
  assert.ok(
    caught instanceof assert.AssertionError,
    `an assertion has to notice, not an accident: ${String((caught as Error).stack)}`,
  );
}
