/** The parts of a vendor's error that are codes. */
export interface Facts {
  readonly name: string | undefined;
  readonly code: string | number | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

/** "AccessDeniedException", "ECONNREFUSED", "CKR_PIN_INCORRECT". No digits: 32 random bytes in base64 have some. */
export const word = (value: unknown): string | undefined => shaped(value, /^[A-Za-z_]{1,60}$/);

export const requestIdOf = (value: unknown): string | undefined => shaped(value, /^[\w-]{1,64}$/);

const shaped = (value: unknown, shape: RegExp): string | undefined =>
  typeof value === "string" && shape.test(value) ? value : undefined;

export const whole = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? (value as number) : undefined;

export const partsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** "AccessDeniedException, HTTP 400, request 1f3c": what an operator can look up, and nothing that was sent. */
export function describeFacts({ name, code, status, requestId }: Facts): string {
  const parts = [
    name === "Error" ? undefined : name,
    code === name ? undefined : code,
    status === undefined ? undefined : `HTTP ${status}`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ") || "an error without a code";
}
