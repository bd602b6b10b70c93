/** Where warnings go that nobody else listens to: an unsafe set-up must not be a silent one. */
export function warnOnConsole(message: string): void {
  console.warn(message);
}
