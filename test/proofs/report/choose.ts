/**
 * What a comma-separated option names; everything where it was left out.
 *
 * @throws Error naming what there is
 */
export function choose<Name extends string>(
  option: string,
  given: string | undefined,
  all: readonly Name[],
): readonly Name[] {
  if (given === undefined) return all;
  return given.split(",").map((name) => {
    const found = all.find((one) => one === name);
    if (found === undefined)
      throw new Error(`There is no "${name}" for --${option}. There is: ${all.join(", ")}.`);
    return found;
  });
}

/** @throws Error where it is no positive whole number */
export function wholeNumber(option: string, given: string): number {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${option} is a positive whole number, not "${given}".`);
  return number;
}
