const nowhere = "http://local.invalid";
const mostCharacters = 2048;

/**
 * A path to go back to, or null. Local after normalising, since that is what the browser does with it: "/..//evil" and
 * "/\evil" are other hosts. What comes back is the normalised form, the one that was checked.
 */
export function localPath(value: unknown): string | null {
  if (typeof value !== "string" || value.length > mostCharacters) return null;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 0x21 || code === 0x5c || code === 0x7f) return null;
  }
  if (!value.startsWith("/") || value.startsWith("//")) return null;
  let url: URL;
  try {
    url = new URL(value, nowhere);
  } catch {
    return null;
  }
  if (url.origin !== nowhere || url.pathname.startsWith("//")) return null;
  return url.pathname + url.search + url.hash;
}
