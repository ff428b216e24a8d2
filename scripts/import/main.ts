import { createApiClient } from '@/scripts/demo/createApiClient';
import { runCommand } from '@/scripts/start/runCommand';
import { importDataset } from './importDataset';
import { importUsage, parseImportOptions } from './importOptions';
import { typedIn } from './typedIn';

/** `npm run import`: through the workbench that runs in this home, or one that is started for it. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return console.log(importUsage);
  const options = parseImportOptions(args, typedIn());
  await runCommand(
    async ({ link, signal, say }) => {
      const stored = await importDataset({ ...options, client: createApiClient(link), link, signal, say });
      if (stored === null) process.exitCode = 1;
      return 'stop';
    },
    { browser: false },
  );
}
