/** Processes of the workbench that hold code in memory. Next.js itself reloads pages and the API. */
export type CodeHolder = 'worker' | 'web server';

const code = /\.(ts|mjs|js)$/;
/** What the web server runs beside Next.js: it looks at every request before the pages do. */
const ofFront =
  /^(server\/(front|security)\/|server\/(env|logger)\.ts$|domain\/(settings|isLoopback)\.ts$|next\.config\.js$)/;
/** Rooms that workers import from, without those of the web process. */
const ofWorkers = /^(workers|domain|files|server)\//;
const ofWebOnly = /^server\/(front|security|routers|events)\//;

/** @param file relative to the repository @returns who has to start again to run what was saved */
export function holdersOf(file: string): CodeHolder[] {
  if (!code.test(file)) return [];
  const holders: CodeHolder[] = [];
  if (ofWorkers.test(file) && !ofWebOnly.test(file)) holders.push('worker');
  if (ofFront.test(file)) holders.push('web server');
  return holders;
}
