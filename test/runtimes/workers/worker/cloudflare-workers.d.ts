// What the tests use of the module besides what the package does.
declare module "cloudflare:workers" {
  export function waitUntil(work: Promise<unknown>): void;
}
