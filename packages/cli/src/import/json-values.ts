/** The text of one value, and the line that it begins in. */
export interface JsonText {
  readonly line: number;
  readonly text: string;
}

/** Far more than a row with its secret in three encodings. Longer text is cut: it is no row, and must fill no memory. */
export const longestValue = 65_536;
const cut = (text: string): string => text.slice(0, longestValue + 1);

/** Each line that is not blank. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<JsonText> {
  let line = 1;
  let rest = "";
  for await (const piece of pieces) {
    const [first = "", ...others] = piece.split("\n");
    rest = cut(rest + first);
    for (const next of others) {
      if (rest.trim() !== "") yield { line, text: rest };
      line += 1;
      rest = cut(next);
    }
  }
  if (rest.trim() !== "") yield { line, text: rest };
}

interface Place {
  depth: number;
  inString: boolean;
  escaped: boolean;
}

/** The elements of an array in any layout. Only brackets and strings are followed: one bad element spoils no other. */
export async function* elementsOf(pieces: AsyncIterable<string>): AsyncGenerator<JsonText> {
  const place: Place = { depth: 0, inString: false, escaped: false };
  let line = 1;
  let begun = 1;
  let text = "";
  for await (const piece of pieces) {
    for (const character of piece) {
      const { depth, inString } = place;
      follow(place, character);
      if (character === "\n") line += 1;
      if (depth === 1 && !inString && (character === "," || character === "]")) {
        if (text !== "") yield { line: begun, text };
        text = "";
      } else if (depth > 0 && (text !== "" || character.trim() !== "")) {
        if (text === "") begun = line;
        text = cut(text + character);
      }
    }
  }
  if (text !== "") yield { line: begun, text };
}

function follow(place: Place, character: string): void {
  if (place.inString) {
    place.inString = place.escaped || character !== '"';
    place.escaped = !place.escaped && character === "\\";
    return;
  }
  if (character === '"') place.inString = true;
  else if (character === "{" || character === "[") place.depth += 1;
  else if (character === "}" || character === "]") place.depth -= 1;
}
