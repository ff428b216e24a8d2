import { execFileSync } from 'node:child_process';

/** What a process holds of the GPUs, as the driver says [MiB]; empty where the driver does not know it (other pid namespaces). */
export function deviceMemory(pid: number): { deviceMiB?: number } {
  const args = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
  return parseComputeApps(execFileSync('nvidia-smi', args, { encoding: 'utf8' }), pid);
}

/** @param csv lines `pid, MiB`; a process has one line for each GPU it uses */
export function parseComputeApps(csv: string, pid: number): { deviceMiB?: number } {
  const rows = csv.split('\n').map((line) => line.split(',').map(Number));
  const held = rows.flatMap(([owner, used]) => (owner === pid && Number.isFinite(used) ? [used ?? 0] : []));
  return held.length > 0 ? { deviceMiB: held.reduce((a, b) => a + b, 0) } : {};
}
