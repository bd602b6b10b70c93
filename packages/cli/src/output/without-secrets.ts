const secretNames = /KEY|SECRET|PASS|TOKEN|CREDENTIAL/i;
/** Shorter ones would black out ordinary words. */
const shortest = 8;
const hidden = "[hidden]";

/** Of a key ring's entry, plain or wrapped; credentials in a URL; Base32 of 80 bits and more. */
const shapes: readonly [RegExp, string][] = [
  [/\b([\w-]{1,32}(?:@[\w-]{1,32})?):[\w+/-]{40,}={0,2}/g, `$1:${hidden}`],
  [/(\w:\/\/)[^\s/@]*@/g, `$1${hidden}@`],
  [/\b[A-Z2-7]{16,}={0,6}/g, hidden],
];

/**
 * Text of somebody else's, a driver's message or a stack, as it may be shown. The values of variables that are named
 * like secrets are taken out, and what has the shape of one: an app's own module may put either into an error.
 */
export function withoutSecrets(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  let shown = text;
  for (const [name, value = ""] of Object.entries(environment)) {
    if (!secretNames.test(name)) continue;
    for (const part of [value, ...value.split(/[,:]/)])
      if (part.length >= shortest) shown = shown.replaceAll(part, hidden);
  }
  for (const [shape, replacement] of shapes) shown = shown.replaceAll(shape, replacement);
  return shown;
}
