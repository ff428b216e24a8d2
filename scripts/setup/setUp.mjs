// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { compileBinding } from './compileBinding.mjs';
import { chooseEngine, isEngineInstalled } from './engine.mjs';
import { generateClient } from './generateClient.mjs';
import { ffmpegPath, installFfmpeg } from './installFfmpeg.mjs';
import { installLibraries } from './installLibraries.mjs';
import { arePackagesInstalled, installPackages } from './installPackages.mjs';
import { foveaCache, lockFile } from './paths.mjs';
import { securePrivateFolder } from './privateFolder.mjs';
import { createReport } from './report.mjs';
import { requireNode, requireTools, tools } from './requireTools.mjs';
import { SetupError } from './setupError.mjs';
import { withLock } from './withLock.mjs';

/**
 * Brings a checkout to the point where everything runs: npm packages, libtensorflow and its binding, ffmpeg, database client.
 * Does only what is missing, so it costs little when nothing is; may be interrupted anywhere and run again.
 * @param {import('./report.mjs').Report} [report]
 * @param {{ onPackages?: () => Promise<void> }} [options] `onPackages` runs once the npm packages are there, before anything else is done
 * @throws SetupError with the command or sentence that mends it
 */
export async function setUp(report = createReport(), { onPackages = async () => {} } = {}) {
  requireNode();
  // Programs that will be run are installed: whatever the user's umask is, nobody else may change them.
  process.umask(process.umask() | 0o022);
  securePrivateFolder(foveaCache(), { variable: 'FOVEA_CACHE', say: report.line });
  const engine = chooseEngine();
  const { path: ffmpeg, pinned } = ffmpegPath();
  if (!pinned && !existsSync(ffmpeg)) {
    throw new SetupError(`FOVEA_FFMPEG names ${ffmpeg}, which does not exist.`, 'Correct FOVEA_FFMPEG or unset it.');
  }
  const missing = () => ({
    packages: !arePackagesInstalled(),
    libraries: !existsSync(engine.folder),
    binding: !isEngineInstalled(engine),
    ffmpeg: pinned && !existsSync(ffmpeg),
    leftovers: [engine.folder, path.dirname(ffmpeg)].some((folder) => existsSync(`${folder}.downloads`)),
  });
  const first = missing();
  if (!first.packages) await onPackages();
  if (Object.values(first).some(Boolean)) {
    const needed = first.packages ? [tools.npm] : [];
    if (first.libraries || first.ffmpeg) needed.push(tools.python);
    if (first.binding || first.packages) needed.push(tools.compiler);
    requireTools(needed);
    report.line('Setting up (once; later starts skip this):');
    const onWait = () => report.line('  Another set-up is at work; waiting for it.');
    await withLock(
      lockFile('setup'),
      async () => {
        const now = missing();
        if (now.packages) await installPackages(report);
        if (first.packages) await onPackages();
        // Other checkouts share the cache.
        await withLock(
          path.join(foveaCache(), 'lock'),
          async () => {
            await installLibraries(engine, report);
            if (pinned) await installFfmpeg(report);
          },
          { onWait },
        );
        if (!isEngineInstalled(engine)) await compileBinding(engine, report);
      },
      { onWait },
    );
  }
  await generateClient();
}
