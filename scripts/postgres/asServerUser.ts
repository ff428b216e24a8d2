import type { SpawnOptions } from 'node:child_process';
import { isReachable, serverUser } from './serverUser';

export type Invocation = { command: string; args: string[]; ids: Pick<SpawnOptions, 'uid' | 'gid'> };

/**
 * How to run a PostgreSQL program so that it is not root but still reaches its files.
 * Where a parent folder is closed to the `postgres` user (root's home is), the program keeps the one capability that opens
 * folders; `no_setuid_fixup` because access(2), which initdb relies on, would otherwise ignore it.
 */
export function asServerUser(command: string, args: string[], paths: string[]): Invocation {
  const user = serverUser();
  if (!user) return { command, args, ids: {} };
  if ([command, ...paths].every((target) => isReachable(target, user))) return { command, args, ids: user };
  const setpriv = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
    '--',
  ];
  return { command: 'setpriv', args: [...setpriv, command, ...args], ids: {} };
}
