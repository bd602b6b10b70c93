/** What one subkey of every data key is for. What was sealed for one purpose opens for no other. */
export const purposes = ["totp", "pending", "cookie", "bearer", "ticket"] as const;

/** "wrap" is the subkey of a master key in this process: what it seals is data keys. */
export type Purpose = (typeof purposes)[number] | "wrap";

/** Of the subkey that seals nothing: it makes the MACs of the audit log. */
export const auditInfo = "second-factor/v1/audit";

/** Told to HKDF, so that no two purposes ever share a key. What stands in a database hangs on these texts. */
export const subkeyInfo = (purpose: Purpose) => `second-factor/v1/${purpose}`;
