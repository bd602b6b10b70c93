/** What an object of the right class answers `check` with. */
export const selfDescription = "second-factor 1";
