export type { CommandLineConfig } from "./config/command-line-config.js";
