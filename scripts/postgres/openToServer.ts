import { chmodSync, chownSync, statSync } from 'node:fs';
import { serverUser } from './serverUser';

/**
 * Lets the server pass through folders of root on the way to its files, and nobody else: its group may enter (not list) them. Does
 * nothing where the server runs as the user. Without this the server would need a capability that opens every folder of the machine.
 */
export function openToServer(...folders: string[]): void {
  const user = serverUser();
  if (!user) return;
  for (const folder of folders) {
    const { mode, gid } = statSync(folder);
    if ((mode & 0o001) !== 0) continue; // open to everybody already: not a home
    if (gid !== user.gid) chownSync(folder, -1, user.gid);
    if ((mode & 0o777) !== 0o710) chmodSync(folder, 0o710);
  }
}
