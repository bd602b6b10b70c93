import { controlStyles } from "./styles/control-styles.js";
import { layoutStyles } from "./styles/layout-styles.js";
import { partStyles } from "./styles/part-styles.js";
import { printStyles } from "./styles/print-styles.js";
import { staffStyles } from "./styles/staff-styles.js";
import { tokenStyles } from "./styles/token-styles.js";

/** Served as one file. What prints comes last, since it takes back what screens need. */
export const stylesheet = [
  tokenStyles,
  layoutStyles,
  controlStyles,
  partStyles,
  staffStyles,
  printStyles,
].join("\n");
