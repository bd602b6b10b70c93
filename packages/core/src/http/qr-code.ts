/**
 * The key URI as an SVG element. Loaded when first used: a process that only verifies never pays for it. The deep
 * paths leave the PNG and canvas renderers out, which need Node or a browser.
 */
export async function renderQrCode(keyUri: string): Promise<string> {
  const [code, renderer] = await Promise.all([
    import("qrcode/lib/core/qrcode.js"),
    import("qrcode/lib/renderer/svg-tag.js"),
  ]);
  const matrix = code.default.create(keyUri, { errorCorrectionLevel: "M" });
  return renderer.default.render(matrix, { margin: 4 });
}
