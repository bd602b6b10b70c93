export { developmentSecret } from "./key-file.js";
export { listen } from "./listen.js";
export { type OpenBankOptions, openBank } from "./open-bank.js";
export { type OpenPort, openPort } from "./open-port.js";
export { type Place, readPlace } from "./place.js";
export { recordsFile } from "./records-file.js";
export { greetWhenReady, serve } from "./serve.js";
export { serveFetch } from "./serve-fetch.js";
export { giveUp, SetUpError } from "./set-up-error.js";
