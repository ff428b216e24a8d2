/** What ffmpeg's showinfo filter says about one decoded frame. */
export type FrameInfo = { seconds: number; width: number; height: number };

/** Reads the log of the showinfo filter line by line; exact times come from its time base, not from the rounded seconds. */
export function createFrameTimes(): (line: string) => FrameInfo | null {
  let secondsPerTick = Number.NaN;
  return (line) => {
    const base = /config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base) secondsPerTick = Number(base[1]) / Number(base[2]);
    const frame = /\] n: *\d+ pts: *(-?\d+|NOPTS) .* s:(\d+)x(\d+) /.exec(line);
    if (!frame) return null;
    return { seconds: Number(frame[1]) * secondsPerTick, width: Number(frame[2]), height: Number(frame[3]) };
  };
}
