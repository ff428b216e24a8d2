import { cpuMemory, type MemoryConstants } from '@/domain/memory/memoryConstants';
import { estimateRatio, fitMemory, type MeasuredPeak } from './fitMemory';
import { memoryTaskName } from './memoryTask';

/** The estimate is to be within this share of what is measured. */
const tolerance = 0.2;

/** Estimate beside measured peak, and the constants that fit best: those of domain/memory/memoryConstants.ts, if nothing has changed. */
export function memoryMarkdown(measured: MeasuredPeak[]): string {
  const fitted = fitMemory(measured);
  const worst = Math.max(...measured.map((peak) => Math.abs(estimateRatio(peak) - 1)));
  const rows = measured.map((peak) => {
    const ratio = estimateRatio(peak);
    const text = ratio.toFixed(2);
    const cells = [
      memoryTaskName(peak.task),
      mebibytes(peak.peakMiB),
      mebibytes(ratio * peak.peakMiB),
      Math.abs(ratio - 1) <= tolerance ? text : `**${text}**`,
      estimateRatio(peak, fitted).toFixed(2),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `Each row is a run of the product in a process of its own, with one thread: data, two training steps, a checkpoint, one test
video. Measured is the largest resident memory of the process (VmHWM); the estimate is what the launch form shows, from the config
alone. The estimate is within ${(100 * worst).toFixed(0)} % of every measurement; a bold ratio is off by more than ${100 * tolerance} %.

| run | measured | estimate | ratio | refitted |
| --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}

The constants in use, and those that fit these measurements best (\`domain/memory/memoryConstants.ts\`):

| constant | in use | best fit |
| --- | ---: | ---: |
${(Object.keys(cpuMemory) as (keyof MemoryConstants)[]).map((key) => `| ${key} | ${cpuMemory[key]} | ${Number(fitted[key].toPrecision(3))} |`).join('\n')}
`;
}

function mebibytes(value: number): string {
  return `${Math.round(value).toLocaleString('en-GB')} MiB`;
}
