import { webProgram } from "./web-program.js";

let places = 0;

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default {
  // The driver leads every `fetch` of this Worker to itself, whatever the name.
  fetch: webProgram("workerd", async () => {
    places += 1;
    return { origin: `http://bed-${places}.example:8080`, close: async () => undefined };
  }),
};
