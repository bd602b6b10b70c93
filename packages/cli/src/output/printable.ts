/**
 * Text that a user or a file chose, on an operator's terminal: no control character, which could move the cursor or
 * rewrite what stands there, and nothing that turns the direction of writing around.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
