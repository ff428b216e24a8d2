import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { againstBase } from '@/domain/table2/againstBase';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import type { ExportedTables } from '@/domain/tableExports';
import { variantOf } from '@/domain/variants';

const cells: Cell[] = (['base', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'late_fusion' }));
const table = assembleTable2({
  ...{ method: defaultMethod, cells, seeds: [0], frames: 8, table1Frames: [] },
  runs: cells.map((cell) => ({
    ...{ id: cell.variant, name: cell.variant, seed: 0, status: 'SUCCEEDED' as const, statusCode: null },
    ...{ statusMessage: null, phase: null, progress: 1, etaSeconds: null, foreign: false },
    ...{ baseRunId: cell.variant === 'base' ? null : 'base', training: trainingAxesOf(cell, defaultMethod) },
    ...{ clip: backbones.micro_i3d.clip, variants: [cell.variant] },
  })),
  evaluations: cells.map(({ variant }) => ({
    ...{ id: `e-${variant}`, runId: variant, variant, objective: variantOf(variant).evaluationObjective },
    ...{ map: variant === 'base' ? 0.5 : 0.4, sampledMap: null, classesLeftOut: 0, boxHitRate: null },
    ...{ protocol: microProtocol, protocolKey: 'p' },
  })),
});

/** What goes out of an experiment in which everything that a person can name is called `name`. */
export function hostileTables(name: string): ExportedTables {
  const submission = {
    ...{ id: 's', name, fileName: name, map: 0.3, wap: 0.3, classAp: [0.3], split: 'test', videos: 3, missing: 0 },
    ...{ unknown: 0, createdAt: new Date('2026-02-03T04:05:06Z') },
  };
  const summary = table.rows[0]?.cells.late_fusion;
  if (!summary) throw new Error('the table has no row');
  return {
    experiment: { id: 'x', name, dataset: name },
    table,
    table1: { seeds: [0], rows: [{ ...summary, frames: 16, paper: 27.8 }] },
    others: againstBase([submission], table, null),
  };
}
