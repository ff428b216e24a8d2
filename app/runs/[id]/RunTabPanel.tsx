import { AttemptsTab } from './AttemptsTab';
import { CheckpointsTab } from './CheckpointsTab';
import { ConfigTab } from './ConfigTab';
import { CurvesTab } from './CurvesTab';
import { EvaluationsTab } from './EvaluationsTab';
import { LogTab } from './LogTab';
import type { Run } from './run';
import type { RunTab } from './runParams';
import { SystemTab } from './SystemTab';

/** The chosen part of the run. `updatedAt`: when the browser got `run`. */
export function RunTabPanel({ tab, run, updatedAt }: { tab: RunTab; run: Run; updatedAt: number }) {
  switch (tab) {
    case 'curves':
      return <CurvesTab run={run} />;
    case 'evaluations':
      return <EvaluationsTab run={run} />;
    case 'config':
      return <ConfigTab run={run} />;
    case 'log':
      return <LogTab run={run} />;
    case 'attempts':
      return <AttemptsTab run={run} updatedAt={updatedAt} />;
    case 'system':
      return <SystemTab run={run} />;
    case 'checkpoints':
      return <CheckpointsTab run={run} />;
  }
}
