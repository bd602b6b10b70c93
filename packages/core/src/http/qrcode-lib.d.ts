// The deep paths of qrcode that core loads; @types/qrcode describes the package's entry alone.
declare module "qrcode/lib/core/qrcode.js" {
  export interface QrCode {
    readonly modules: { readonly size: number };
  }
  const core: {
    create(text: string, options: { errorCorrectionLevel: "L" | "M" | "Q" | "H" }): QrCode;
  };
  export default core;
}

declare module "qrcode/lib/renderer/svg-tag.js" {
  import type { QrCode } from "qrcode/lib/core/qrcode.js";

  const renderer: { render(code: QrCode, options: { margin: number }): string };
  export default renderer;
}
