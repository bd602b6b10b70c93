/** An amount from JSON or from a form, with up to two decimals; null where it is none. */
export function parseCents(amount: unknown): number | null {
  const text = typeof amount === "number" ? String(amount) : amount;
  if (typeof text !== "string") return null;
  const [, whole = "", decimals = ""] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return whole !== "" && cents > 0 ? cents : null;
}

export function formatMoney(cents: number): string {
  return new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" }).format(cents / 100);
}
