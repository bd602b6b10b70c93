/**
 * The ring stops waiting long before; but a client of a vendor goes on and tries again, some for ten minutes. Abandoned
 * calls end here, so that they do not pile up while nobody answers.
 */
export const callLimitMilliseconds = 10_000;
