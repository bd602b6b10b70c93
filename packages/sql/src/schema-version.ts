/** What `migrate` lays, in both dialects: the version that schema/*.sql writes at its end. */
export const schemaVersion = 4;
