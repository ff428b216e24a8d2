import { runCommand } from '@/scripts/start/runCommand';

/** `npm run dev` */
export async function main(): Promise<void> {
  await runCommand(async () => 'stay', { development: true });
}
