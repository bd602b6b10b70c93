/** "4 minutes", in the words of a language; half a minute counts as one. */
export function inMinutes(locale: string, seconds: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60));
  const format = { style: "unit", unit: "minute", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, format).format(minutes);
}
