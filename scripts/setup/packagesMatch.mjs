// @ts-check

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * Whether node_modules is what package-lock.json asks for. npm writes `node_modules/.package-lock.json` last, so an interrupted
 * install has none. Optional packages may be absent: most are for other platforms.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 */
export function packagesMatch(lock, installed) {
  for (const [place, wanted] of Object.entries(lock.packages)) {
    if (place === '') continue;
    const found = installed.packages[place];
    if (!found && wanted.optional) continue;
    if (!found || found.version !== wanted.version || found.integrity !== wanted.integrity) return false;
  }
  return Object.keys(installed.packages).every((place) => place in lock.packages);
}
