const ends = new Set<() => void>();

process.once("exit", () => {
  for (const end of ends) end();
});

/** Runs when this process exits, whatever ends it but a signal. The returned function takes that back. */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => ends.delete(end);
}
