const longest = 120;

// Control characters and line ends could forge a paragraph; the others turn the direction of what follows.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

// Mail programs make links of what looks like one. The full stops are those that browsers take for one in a host's name.
const linkParts =
  /(?<=[^\s\p{N}])[.\u3002\uff0e\uff61](?=\S)|[.\u3002\uff0e\uff61](?=[^\s\p{N}])|:(?=\/\/)|@/gu;

/** A text that a person typed, as one line that no mail program makes a link of: "evil.example" is "evil[.]example". */
export function plainName(text: string): string {
  const line = text.replace(unseen, " ").replace(/\s+/g, " ").trim();
  const characters = [...line];
  const short = characters.length > longest ? `${characters.slice(0, longest).join("")}…` : line;
  return short.replace(linkParts, "[$&]");
}
