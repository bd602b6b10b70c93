/** The custom properties, light and dark: the only place with a colour, but for the QR card, which is always white. */
export const tokenStyles = `/*
 * The pages of second-factor. To theme them give htmlPages({ theme }) values for these properties, or set them on :root
 * in a stylesheet of your own. Keep text at a contrast of 4.5:1 and lines of fields at 3:1.
 *
 *   --sf-background   behind the card              --sf-surface      the card, fields
 *   --sf-text         text                         --sf-muted        hints, footer
 *   --sf-line         borders of cards and rules   --sf-field-line   borders of fields and buttons
 *   --sf-accent       main button, links, steps    --sf-on-accent    text on it
 *   --sf-accent-soft  tint behind what stands out  --sf-focus        the focus ring
 *   --sf-danger       errors, removal              --sf-on-danger    text on the removing button
 *   --sf-danger-soft  tint behind errors           --sf-warning      few recovery codes left
 *   --sf-success      what succeeded               --sf-success-soft tint behind it
 *   --sf-radius       corners of the card          --sf-width        the card; --sf-width-wide with the QR code
 *   --sf-font         text                         --sf-font-code    codes and keys
 */
:root {
  color-scheme: light dark;
  --sf-background: #f3f4f7;
  --sf-surface: #ffffff;
  --sf-text: #171b24;
  --sf-muted: #566072;
  --sf-line: #dfe3ea;
  --sf-field-line: #858e9e;
  --sf-accent: #1d4fbf;
  --sf-on-accent: #ffffff;
  --sf-accent-soft: #eef3fd;
  --sf-focus: #1d4fbf;
  --sf-danger: #b3231b;
  --sf-on-danger: #ffffff;
  --sf-danger-soft: #fdf0ef;
  --sf-success: #14663b;
  --sf-success-soft: #ecf7f0;
  --sf-warning: #8a4b00;
  --sf-radius: 14px;
  --sf-width: 29rem;
  --sf-width-wide: 42rem;
  --sf-font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --sf-font-code: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --sf-background: #0f1218;
    --sf-surface: #191d26;
    --sf-text: #e9ecf2;
    --sf-muted: #a4adbd;
    --sf-line: #2c3341;
    --sf-field-line: #77839a;
    --sf-accent: #8fb5ff;
    --sf-on-accent: #0b1a38;
    --sf-accent-soft: #1e2a45;
    --sf-focus: #a9c7ff;
    --sf-danger: #ff9d95;
    --sf-on-danger: #3b0703;
    --sf-danger-soft: #331b1e;
    --sf-success: #7fdca6;
    --sf-success-soft: #17301f;
    --sf-warning: #ffc26b;
  }
}
`;
