import type { RunPhase } from '@/domain/runStatus';
import { formatDuration } from '@/domain/text/formatDuration';

/** What a run is doing: phase, and the videos that the phase counts. */
export type RunPhaseState = {
  phase?: string | null;
  phaseDone?: number;
  phaseTotal?: number;
  /** Videos a second; null while unknown. */
  phaseRate?: number | null;
};

const words: Record<RunPhase, string> = {
  starting: 'starting',
  preparing_data: 'preparing data',
  training: 'training',
  evaluating: 'evaluating',
  saving: 'saving',
};

/** The phase in words; null where it is not known. */
export function phaseWords({ phase }: RunPhaseState): string | null {
  return Object.entries(words).find(([id]) => id === phase)?.[1] ?? null;
}

/** What the phase counts, e.g. `312 of 1,863 videos, 0.42 videos/s, 1 h 2 min left`; null where it counts none. */
export function phaseCount({ phaseDone = 0, phaseTotal = 0, phaseRate = null }: RunPhaseState): string | null {
  if (phaseTotal === 0) return null;
  const count = `${phaseDone.toLocaleString('en-GB')} of ${phaseTotal.toLocaleString('en-GB')} videos`;
  if (phaseRate === null || phaseRate <= 0) return count;
  const rate = phaseRate.toLocaleString('en-GB', { maximumSignificantDigits: phaseRate < 100 ? 2 : 3 });
  const left = phaseDone < phaseTotal ? `, ${formatDuration((phaseTotal - phaseDone) / phaseRate)} left` : '';
  return `${count}, ${rate} videos/s${left}`;
}

/** Phase and count in one line: `evaluating: 312 of 1,863 videos, ...`. */
export function phaseText(run: RunPhaseState): string | null {
  const [phase, count] = [phaseWords(run), phaseCount(run)];
  return phase !== null && count !== null ? `${phase}: ${count}` : phase;
}
