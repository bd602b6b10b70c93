/** An IPv6 address as its eight groups, or null. Accepts a zone id and an embedded IPv4 tail. */
function parseIpv6(address: string): number[] | null {
  const [bare = ""] = address.split("%");
  const halves = bare.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map(parseGroups);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const ipv4 = index === parts.length - 1 ? parseIpv4(part) : null;
    if (ipv4 !== null) groups.push((ipv4[0]! << 8) | ipv4[1]!, (ipv4[2]! << 8) | ipv4[3]!);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function parseIpv4(address: string): number[] | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return null;
  const bytes = address.split(".").map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/**
 * The bucket that a client address belongs to: an IPv4 address by itself, also where it comes mapped into IPv6, and
 * an IPv6 address by its /64, since whoever has one address there has all of them. Null for what is no address.
 */
export function addressBucket(address: string | undefined): string | null {
  if (address === undefined || address.length > 64) return null;
  const ipv4 = parseIpv4(address);
  if (ipv4 !== null) return ipv4.join(".");
  const groups = parseIpv6(address);
  if (groups === null) return null;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}
