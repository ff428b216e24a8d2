import type { Pulse } from './createPulse';

export type StillWatch = {
  /** To be called every few seconds, while the database answers. @throws what `tell` throws */
  look(gpuBusy?: boolean): Promise<void>;
};

/** What to say of a process that stands still; null: it goes on. `seconds`: for how long. */
export type StillWord = { seconds: number; message: string } | null;

/** Minutes of silence are for people to see, before anything is done about them. */
const tellSeconds = 60;

/**
 * Tells that a process stands still, and that it goes on again; ends it where it would never go on by itself.
 * @param stillSeconds after so long it is ended
 * @param again what is done then: "started again from its last checkpoint"
 */
export function createStillWatch(options: {
  pulse: Pulse;
  stillSeconds: number;
  again: string;
  tell: (word: StillWord) => Promise<void>;
  end: (why: string) => void;
}): StillWatch {
  const { pulse, stillSeconds, again, tell, end } = options;
  let told = '';
  let ended = false;
  return {
    async look(gpuBusy) {
      const still = await pulse.look(gpuBusy);
      if (ended) return;
      const shown = still && still.seconds >= Math.min(tellSeconds, stillSeconds / 2) ? still : null;
      const message = shown
        ? `${shown.why}${shown.idle ? ` After ${stillSeconds} s it is ended and ${again}.` : ''}`
        : '';
      if (message !== told) await tell(shown && { seconds: shown.seconds, message });
      told = message;
      if (!still?.idle || still.seconds < stillSeconds) return;
      ended = true;
      end(`It stood still for ${Math.round(still.seconds)} s and was ended. ${still.why}`);
    },
  };
}
