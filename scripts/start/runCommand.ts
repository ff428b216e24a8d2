import { printable } from '@/domain/text/textFault';
import { createReport } from '@/scripts/setup/report.mjs';
import { holdHome, runningIn } from './holdHome';
import { onInterrupt } from './onInterrupt';
import { openBrowser } from './openBrowser';
import { bundledDataFolder, prepareBundledData } from './prepareBundledData';
import { requireRoom } from './requireRoom';
import { readSettings } from './settings';
import { startWorkbench, type Workbench } from './startWorkbench';
import { unlessAborted } from './unlessAborted';

export type RunningWorkbench = {
  url: string;
  /** the address with the access token, as a browser opens it first */
  link: string;
  /** aborted by the first Ctrl-C */
  signal: AbortSignal;
  say: (text: string) => void;
};

/**
 * Starts the workbench of this home and keeps it up until Ctrl-C. A second Ctrl-C kills what is still running.
 * @param work what to do once it is up; when it returns 'stop', everything is stopped
 * @param browser false: no browser is opened
 * @param development pages and workers run what is saved, without a build
 */
export async function runCommand(
  work: (workbench: RunningWorkbench) => Promise<'stay' | 'stop'>,
  { browser = true, development = false }: { browser?: boolean; development?: boolean } = {},
): Promise<void> {
  const settings = readSettings();
  const report = createReport();
  // Names of files and people must not command the terminal.
  const say = (text: string) => report.line(printable(text, { lines: 'many' }));
  requireRoom(settings.home);
  const held = await holdHome(settings.home);
  const interrupted = new AbortController();
  const unlessInterrupted = (error: unknown) => {
    if (!interrupted.signal.aborted) throw error;
  };
  const killed = new AbortController();
  let workbench: Workbench | undefined;
  const again = () => {
    say('Killing what is still running.');
    killed.abort();
  };
  if (!held) {
    const running = runningIn(settings.home);
    say(`Fovea is already running in ${settings.home}: ${running?.link ?? 'it is just starting'}`);
    onInterrupt({ first: () => interrupted.abort(), again: () => process.exit(130) });
    if (running) {
      const { signal } = interrupted;
      await unlessAborted(work({ ...running, signal, say }), signal).catch(unlessInterrupted);
    }
    return;
  }
  const first = () => {
    say('Stopping: workers write their checkpoints first. Ctrl-C again kills them.');
    interrupted.abort();
  };
  onInterrupt({ first, again });
  try {
    say(`Data, checkpoints and database: ${settings.home} (FOVEA_HOME)`);
    const root = bundledDataFolder(settings.home);
    const { signal } = interrupted;
    const prepare = (databaseUrl: string) => prepareBundledData({ root, databaseUrl, report, signal });
    workbench = await startWorkbench({ settings, report, prepare, signal, killed: killed.signal, development });
    const { url, token } = workbench;
    const link = token === null ? url : `${url}/?token=${encodeURIComponent(token)}`;
    held.publish({ url, link });
    if (!signal.aborted) {
      say(`\nFovea is ready: ${link}\nCtrl-C stops it. Logs: ${settings.home}/logs\n`);
      if (browser) openBrowser(link, settings.home);
      const next = await unlessAborted(work({ url, link, signal, say }), signal);
      if (next === 'stay') await untilAborted(signal);
    }
  } catch (error) {
    unlessInterrupted(error);
  } finally {
    await workbench?.stop();
    await held.release();
  }
  say('Stopped.');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    // Nothing else may be left that keeps this process alive between two signals.
    const alive = setInterval(() => {}, 60_000);
    signal.addEventListener('abort', () => clearInterval(alive), { once: true });
  });
}
