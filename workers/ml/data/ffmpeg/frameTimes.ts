/** What ffmpeg's showinfo filter says about one decoded frame. */
export type FrameInfo = {
  /** Time in units of the time base; NaN where the frame carries none. */
  ticks: number;
  /** The same in seconds. */
  seconds: number;
  /** Seconds a tick, as a fraction. */
  timeBase: readonly [number, number];
  width: number;
  height: number;
  /** Width over height of a pixel; 1 where the file does not say. */
  pixelAspect: number;
  /** Decoding can begin here. */
  key: boolean;
};

/** Reads the log of the showinfo filter line by line; exact times come from its time base, not from the rounded seconds. */
export function createFrameTimes(): (line: string) => FrameInfo | null {
  let timeBase: readonly [number, number] = [Number.NaN, 1];
  return (line) => {
    const base = /config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base) timeBase = [Number(base[1]), Number(base[2])];
    const frame = /\] n: *\d+ pts: *(-?\d+|NOPTS) .* sar:(\d+)\/(\d+) s:(\d+)x(\d+) .*iskey:(\d)/.exec(line);
    if (!frame) return null;
    const [, ticks, across, down, width, height, key] = frame.map(Number) as [number, ...number[]];
    return {
      ticks: ticks ?? Number.NaN,
      seconds: (ticks ?? Number.NaN) * (timeBase[0] / timeBase[1]),
      timeBase,
      width: width ?? 0,
      height: height ?? 0,
      pixelAspect: across && down ? across / down : 1,
      key: key === 1,
    };
  };
}
