import path from 'node:path';
import { watch } from 'chokidar';
import type { KeptProcess } from '@/scripts/start/keepRunning';
import { type CodeHolder, holdersOf } from './codeOf';

/** An editor that saves several files, or one in several steps, causes one restart. */
const quietMs = 300;

export type RestartOnChangeOptions = {
  root: string;
  /** what runs; a holder that is not there is left out */
  processes: Partial<Record<CodeHolder, KeptProcess>>;
  say: (text: string) => void;
};

/**
 * Starts processes again, in order, when code that they hold was saved. Done when every folder is watched.
 * @returns ends the watching
 */
export async function restartOnChange({ root, processes, say }: RestartOnChangeOptions): Promise<() => Promise<void>> {
  const saved = new Map<CodeHolder, string>();
  let timer: NodeJS.Timeout | undefined;
  const restart = () => {
    for (const [holder, file] of saved) {
      say(`${file} was saved: the ${holder} starts again.`);
      processes[holder]?.restart();
    }
    saved.clear();
  };
  const watcher = watch(['workers', 'domain', 'files', 'server', 'next.config.js'], { cwd: root, ignoreInitial: true });
  watcher.on('all', (_, file) => {
    for (const holder of holdersOf(file.split(path.sep).join('/'))) if (processes[holder]) saved.set(holder, file);
    clearTimeout(timer);
    timer = setTimeout(restart, quietMs);
  });
  watcher.on('error', (error) =>
    say(`Changes of the code are no longer seen (${error instanceof Error ? error.message : error}).`),
  );
  await new Promise<void>((resolve) => void watcher.once('ready', resolve));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
