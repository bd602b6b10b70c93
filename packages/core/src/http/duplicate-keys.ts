/**
 * Whether any object in a JSON text names a key twice. JSON.parse lets the last one win, and another reader in front
 * of us may have let the first: a request must not mean two things. The text is known to be valid JSON.
 */
export function hasDuplicateKeys(json: string): boolean {
  const objects: Array<Set<string> | null> = [];
  let keyExpected = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === "{") {
      objects.push(new Set());
      keyExpected = true;
    } else if (character === "[") {
      objects.push(null);
      keyExpected = false;
    } else if (character === "}" || character === "]") {
      objects.pop();
      keyExpected = false;
    } else if (character === ",") {
      keyExpected = objects.at(-1) instanceof Set;
    } else if (character === '"') {
      const end = stringEnd(json, index);
      const keys = objects.at(-1);
      if (keyExpected && keys) {
        const key = JSON.parse(json.slice(index, end)) as string;
        if (keys.has(key)) return true;
        keys.add(key);
        keyExpected = false;
      }
      index = end - 1;
    }
  }
  return false;
}

function stringEnd(json: string, start: number): number {
  let index = start + 1;
  while (json[index] !== '"') index += json[index] === "\\" ? 2 : 1;
  return index + 1;
}
