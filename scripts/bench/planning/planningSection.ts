import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { reportFolder } from '@/scripts/bench/benchOptions';
import { type ReportFile, reportFileSchema } from '@/scripts/bench/report';
import type { BenchSection } from '@/scripts/bench/section';
import { stampText } from '@/scripts/bench/stamp';
import { type CpuRates, charadesSpec, planCharades } from './planCharades';
import { planningMarkdown } from './planningReport';

/** What the paper would cost on Charades: computed from the operations of the layers, not measured. */
export const planningSection: BenchSection = {
  id: 'planning',
  title: 'Planning: Tables 1 and 2 on Charades (computed)',
  summary:
    'GPU hours and memory of every run of the paper, computed from operations and a stated rate; nothing is measured',
  devices: ['cpu'],
  tasks: ['Tables 1 and 2 on Charades, computed'],
  async run() {
    const measured = readRates(path.join(reportFolder, 'scaling.json'));
    const costs = planCharades(charadesSpec(), measured?.rates ?? null);
    const source = measured ? { rates: measured.rates, from: stampText(measured.report.stamp) } : null;
    return { markdown: planningMarkdown(costs, source), json: { costs, rates: source }, versions: [] };
  },
};

const scalingSchema = z.object({
  fits: z.array(z.object({ kind: z.enum(['forward', 'saliency', 'train']), flopPerSecond: z.number() })),
});

/** The rates of the section `scaling`; null where it has not been measured. */
function readRates(file: string): { rates: CpuRates; report: ReportFile } | null {
  if (!existsSync(file)) return null;
  const report = reportFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { fits } = scalingSchema.parse(report.data);
  const rate = (kind: keyof CpuRates) => fits.find((fit) => fit.kind === kind)?.flopPerSecond;
  const [forward, saliency, train] = [rate('forward'), rate('saliency'), rate('train')];
  if (!forward || !saliency || !train || report.stamp.quick) return null;
  return { rates: { forward, saliency, train }, report };
}
