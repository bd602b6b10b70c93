/** A paragraph, or a link that stands by itself. */
export type Block = { readonly text: string } | { readonly url: string };

export interface HtmlMail {
  readonly subject: string;
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  readonly blocks: readonly Block[];
}

export function renderText(blocks: readonly Block[]): string {
  return `${blocks.map((block) => ("url" in block ? block.url : block.text)).join("\n\n")}\n`;
}

// Some programs make links of numbers and dates by themselves, and only these words keep them from it.
const noDetection = "telephone=no,date=no,address=no,email=no,url=no";

/** The same blocks, with nothing to fetch: no pictures, no fonts, no styles from elsewhere. */
export function renderHtml({ subject, locale, direction, blocks }: HtmlMail): string {
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="format-detection" content="${noDetection}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em">
${blocks.map(renderBlock).join("\n")}
</body>
</html>
`;
}

function renderBlock(block: Block): string {
  if ("text" in block) return `<p>${escapeHtml(block.text).replaceAll("\n", "<br>\n")}</p>`;
  const url = escapeHtml(block.url);
  return `<p style="overflow-wrap: anywhere"><a href="${url}">${url}</a></p>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
