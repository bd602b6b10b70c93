const slotCount = 16_384;

/** The slot of a key in a cluster: CRC16 (XMODEM) of what stands in its first braces, or of all of it. */
export function keySlot(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  }
  return (crc & 0xffff) % slotCount;
}

/** Which of so many equal shares of the slots has it. */
export function shareOf(slot: number, shares: number): number {
  for (let share = shares - 1; share > 0; share -= 1) {
    if (slot >= Math.floor((share * slotCount) / shares)) return share;
  }
  return 0;
}
