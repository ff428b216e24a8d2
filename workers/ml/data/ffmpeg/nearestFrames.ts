/**
 * Samples a video at the times k / fps, k = 0, 1, ...: each time takes the frame nearest to it, the later one at a tie.
 * Times run to the end of the last frame (which lasts as long as the one before it); a single frame is taken once.
 */
export type NearestFrames<Frame> = {
  /** @param time seconds, larger than the time before */
  push(time: number, frame: Frame): void;
  /** Call after the last frame. */
  finish(): void;
};

// Decoders give times as fractions: a tie of 7/30 s and 8/30 s around 1/4 s is one only up to rounding.
const tolerance = 1e-7;

export function createNearestFrames<Frame>(fps: number, emit: (frame: Frame) => void): NearestFrames<Frame> {
  let taken = 0;
  let previous: { time: number; frame: Frame } | null = null;
  let interval = 0;
  return {
    push(time, frame) {
      while (taken / fps <= time + tolerance) {
        const wanted = taken / fps;
        const earlierIsNearer = previous !== null && wanted - previous.time < time - wanted - tolerance;
        emit(earlierIsNearer && previous !== null ? previous.frame : frame);
        taken += 1;
      }
      if (previous !== null) interval = time - previous.time;
      previous = { time, frame };
    },
    finish() {
      if (previous === null) return;
      const end = previous.time + interval - tolerance;
      while (taken === 0 || taken / fps < end) {
        emit(previous.frame);
        taken += 1;
      }
    },
  };
}
