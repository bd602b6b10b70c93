/** In this order: each of the later ones also stands in the User-Agent of an earlier one. */
const browsers: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|HeadlessChrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox on Linux", for its owner to recognise; the User-Agent itself where it is none we know. At most 64 characters. */
export function browserName(userAgent: string | null): string {
  const text = userAgent ?? "";
  const found = (names: typeof browsers) => names.find(([mark]) => mark.test(text))?.[1];
  const browser = found(browsers);
  const system = found(systems);
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  const raw = text
    .replace(/[^\x20-\x7e]/g, "")
    .slice(0, 64)
    .trim();
  return raw === "" ? "Browser" : raw;
}
