import { runCommand } from './runCommand';

/** `npm start` */
export async function main(): Promise<void> {
  await runCommand(async () => 'stay');
}
