import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { liveRegion } from '@/scripts/demo/liveRegion';
import { foveaCache } from '@/scripts/setup/paths.mjs';
import { type BenchOptions, reportFolder } from './benchOptions';
import { progressText } from './benchProgress';
import { type ChosenSection, chooseTasks } from './chooseTasks';
import { reportPage, writeReport } from './report';
import { requireGpu } from './requireGpu';
import type { BenchResult } from './section';
import { sections } from './sections';
import { takeStamp } from './stamp';
import { torchEnvironment } from './torchEnvironment';

/** `npm run bench`: the chosen sections one after the other. A part of a section, or a quick look, never replaces a report. */
export async function runBench(options: BenchOptions): Promise<void> {
  const chosen = chooseTasks(sections, options);
  if (options.list) {
    for (const { section, tasks } of chosen) console.log(`${section.id}: ${section.title}\n  ${tasks.join('\n  ')}`);
    return;
  }
  const gpu = options.device === 'gpu' ? requireGpu() : null;
  for (const item of chosen) await runSection(item, options, gpu);
}

async function runSection(
  { section, tasks, whole }: ChosenSection,
  options: BenchOptions,
  gpu: string | null,
): Promise<void> {
  const { rounds = 7, rounds: longRounds = 1, device, quick } = options;
  const stamp = takeStamp({ quick, gpu });
  const out = options.out ?? (whole && !quick ? reportFolder : null);
  const folder = path.join(foveaCache(), 'bench', section.id);
  mkdirSync(folder, { recursive: true });
  const region = liveRegion();
  const began = performance.now();
  try {
    const result = await section.run({
      ...{ tasks, rounds, longRounds, device, quick, folder, python: torchEnvironment },
      progress: (what, share) => {
        region.show([progressText(section.id, what, { share, seconds: (performance.now() - began) / 1000 })]);
      },
      save: (partial: BenchResult) => {
        if (out) writeReport(out, section, stamp, partial);
      },
    });
    region.clear();
    console.log(reportPage({ ...section, stamp, versions: result.versions }, result.markdown));
    if (out) console.log(`Written to ${writeReport(out, section, stamp, result)}`);
  } finally {
    region.clear();
  }
}
