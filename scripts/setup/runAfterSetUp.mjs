// @ts-check
import { exitOnSignals, isEnding, surviveClosedTerminal } from './children.mjs';
import { explainError } from './explainError.mjs';
import { guardTsxCache } from './guardTsxCache.mjs';
import { foveaCache, foveaHome, repository } from './paths.mjs';
import { securePrivateFolder } from './privateFolder.mjs';
import { createReport } from './report.mjs';
import { setUp } from './setUp.mjs';

/** Refuses settings by name as soon as there is something to check them with, before anything large is fetched or started. */
async function checkSettings() {
  guardTsxCache();
  const { register } = await import('tsx/esm/api');
  register();
  const { readSettings } = await import(new URL('../start/settings.ts', import.meta.url).href);
  readSettings(process.env, console.log);
}

/**
 * Brings the checkout up to date, then runs `main` of a TypeScript module in this same process, so that signals need no forwarding.
 * @param {string} module URL of the module
 */
export async function runAfterSetUp(module) {
  surviveClosedTerminal();
  exitOnSignals();
  try {
    // Relative folders mean what they mean where the command was typed.
    process.env.FOVEA_HOME = foveaHome();
    process.env.FOVEA_CACHE = foveaCache();
    process.chdir(repository);
    securePrivateFolder(foveaHome(), { variable: 'FOVEA_HOME', say: console.log });
    await setUp(createReport(), { onPackages: checkSettings });
    process.umask(0o077); // from here on everything is the user's: database, frames, weights, logs
    const { main } = await import(module);
    await main();
    process.exit(process.exitCode ?? 0);
  } catch (error) {
    if (isEnding()) return; // what failed was ended by us
    explainError(error);
    process.exit(1);
  }
}
