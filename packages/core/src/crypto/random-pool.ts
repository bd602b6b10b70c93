/** Room for the ids of about forty verifications; the system call costs as much for 4 KB as for 16 bytes. */
const poolBytes = 4096;

/**
 * Draws from a buffer that `fill` fills with random bytes whenever it runs out, since asking the system each time costs
 * more than an HMAC. Each byte is handed out once and wiped from the pool. Nothing is drawn before the first call.
 */
export function randomPool(fill: (bytes: Uint8Array) => void): (bytes: number) => Uint8Array {
  let pool = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (bytes > pool.length - used) {
      pool = new Uint8Array(Math.max(poolBytes, bytes));
      fill(pool);
      used = 0;
    }
    const drawn = pool.slice(used, used + bytes);
    pool.fill(0, used, used + bytes);
    used += bytes;
    return drawn;
  };
}
