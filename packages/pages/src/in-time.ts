const units = [
  { unit: "day", seconds: 86_400, from: 2 * 86_400 },
  { unit: "hour", seconds: 3_600, from: 2 * 3_600 },
  { unit: "minute", seconds: 60, from: 60 },
] as const;

/** "in 12 minutes", in the words of a language. Rounded up: whoever waits that long must not be refused again. */
export function inTime(locale: string, seconds: number): string {
  const { unit, seconds: size } = units.find(({ from }) => seconds >= from) ?? {
    unit: "second" as const,
    seconds: 1,
  };
  return new Intl.RelativeTimeFormat(locale).format(Math.max(1, Math.ceil(seconds / size)), unit);
}
