/** As much of a browser's jar as the bed needs: names and values, and when one is taken away. */
export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
  /** The Cookie field; undefined where the jar is empty. */
  header(): string | undefined;
  /** What a reply's Set-Cookie fields do to it. */
  take(setCookies: readonly string[]): void;
  clone(): CookieJar;
}

export function createCookieJar(from: Iterable<[string, string]> = []): CookieJar {
  const cookies = new Map(from);
  return {
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    delete: (name) => void cookies.delete(name),
    header: () =>
      cookies.size === 0
        ? undefined
        : [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    take(setCookies) {
      for (const field of setCookies) {
        const [pair = "", ...attributes] = field.split(";");
        const at = pair.indexOf("=");
        const name = pair.slice(0, at).trim();
        if (isGone(attributes)) cookies.delete(name);
        else cookies.set(name, pair.slice(at + 1).trim());
      }
    },
    clone: () => createCookieJar(cookies),
  };
}

function isGone(attributes: readonly string[]): boolean {
  return attributes.some((attribute) => {
    const [name = "", value = ""] = attribute.trim().split("=");
    if (name.toLowerCase() === "max-age") return Number(value) <= 0;
    return name.toLowerCase() === "expires" && Date.parse(value) <= Date.now();
  });
}
