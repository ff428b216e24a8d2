import { readdirSync, readFileSync } from 'node:fs';

/** Process id of the web server that serves a home. @throws Error where none does */
export const webProcessOf = (home: string): number => processOf(home, 'server/front/main.ts');

/** Process id of the program of a home whose command line holds a text. @throws Error where there is none */
export function processOf(home: string, program: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (environment.includes(`FOVEA_HOME=${home}`) && command.includes(program)) return Number(pid);
    } catch {
      // it ended meanwhile, or is somebody else's
    }
  }
  throw new Error(`no ${program} of ${home}`);
}

/** Memory that a process holds [MiB]. */
export function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
