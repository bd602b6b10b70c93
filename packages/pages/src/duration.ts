/** "4 minutes", in the words of a language; half a minute counts as one. */
export function inMinutes(locale: string, seconds: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60));
  const format = { style: "unit", unit: "minute", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, format).format(minutes);
}

/** "24 hours", or "3 days" where it is that many to the hour; from two days on. */
export function inHours(locale: string, milliseconds: number): string {
  const hours = Math.max(1, Math.ceil(milliseconds / 3_600_000));
  const [count, unit] = hours >= 48 && hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
  const format = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, format).format(count);
}
