// Single rooms of core as they ship; the package exports no paths into them, and should not.
const dist = new URL("../../../packages/core/dist/", import.meta.url);

export const fromBuild = (path) => import(new URL(path, dist).href);
