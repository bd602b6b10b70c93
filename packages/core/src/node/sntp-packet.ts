/** Bytes of an NTP packet without extensions (RFC 5905 section 7.3). */
const packetBytes = 48;
/** Seconds from 1900, where NTP's first era begins, to 1970. */
const epochSeconds = 2_208_988_800;
const eraSeconds = 2 ** 32;

const clientMode = 3;
const serverMode = 4;
const version = 4;
const alarm = 3;

export interface SntpAnswer {
  /** When the server got the query and when it answered, in milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly sentAt: number;
  readonly stratum: number;
}

/** Why an answer counts for nothing. A kiss of death is a server that asks to be left alone (RFC 5905 section 7.4). */
export type SntpFault =
  | { readonly fault: "kiss_of_death"; readonly kiss: string }
  | { readonly fault: "invalid"; readonly why: string };

/**
 * A query whose transmit timestamp is `nonce`, 8 random bytes: the server repeats it, which binds the answer to this
 * query and tells the network nothing of this clock.
 */
export function formatQuery(nonce: Uint8Array): Uint8Array {
  const packet = new Uint8Array(packetBytes);
  packet[0] = (version << 3) | clientMode;
  packet.set(nonce, 40);
  return packet;
}

/**
 * Reads an answer and makes the checks of RFC 4330 section 5. Times are read as the era nearest to `near`, so that the
 * end of the first era in 2036 changes nothing.
 */
export function parseAnswer(
  packet: Uint8Array,
  nonce: Uint8Array,
  near: number,
): SntpAnswer | SntpFault {
  const invalid = (why: string): SntpFault => ({ fault: "invalid", why });
  if (packet.length < packetBytes) return invalid(`it has ${packet.length} bytes`);
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const flags = view.getUint8(0);
  const stratum = view.getUint8(1);
  const isOurs = nonce.every((byte, at) => packet[24 + at] === byte);
  // Before anything else, the kiss of death included: anybody can send those.
  if (!isOurs) return invalid("it answers another query");
  if ((flags & 7) !== serverMode) return invalid("it is no server's answer");
  if (((flags >> 3) & 7) < 1 || ((flags >> 3) & 7) > version)
    return invalid("it has no version known");
  if (stratum === 0) return { fault: "kiss_of_death", kiss: kissOf(packet) };
  if (stratum > 15 || flags >> 6 === alarm) return invalid("the server's own clock is not set");
  const [rootDelay, rootDispersion] = [view.getInt32(4) / 65_536, view.getUint32(8) / 65_536];
  if (rootDelay < 0 || rootDelay > 16 || rootDispersion > 16)
    return invalid("the server's own clock is too uncertain");
  if (view.getUint32(40) === 0 && view.getUint32(44) === 0) return invalid("it tells no time");
  const [receivedAt, sentAt] = [readTime(view, 32, near), readTime(view, 40, near)];
  if (sentAt < receivedAt) return invalid("it was sent before it was asked for");
  return { receivedAt, sentAt, stratum };
}

/** Four letters where the identifier of a source would stand: DENY, RSTR, RATE. */
function kissOf(packet: Uint8Array): string {
  const letters = String.fromCharCode(...packet.subarray(12, 16));
  return /^[A-Z]{4}$/.test(letters) ? letters : "????";
}

function readTime(view: DataView, at: number, near: number): number {
  const seconds = view.getUint32(at) - epochSeconds + view.getUint32(at + 4) / eraSeconds;
  const era = Math.round((near / 1000 - seconds) / eraSeconds);
  return (seconds + era * eraSeconds) * 1000;
}
