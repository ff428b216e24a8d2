import { createFrameTimes, type FrameInfo } from './frameTimes';
import { type Fault, faultOf } from './undecodable';

/** What the log of a decoding says about the video, line by line. */
export type DecodeReport = {
  /** Reads a line; returns the frame it announces. */
  read(line: string): FrameInfo | null;
  /** When the first stream of the file begins, in seconds on its clock; 0 where the file does not say. */
  readonly fileStart: number;
  /** Something was wrong with the file, however little: what becomes of its frames may depend on where decoding began. */
  readonly blemished: boolean;
  /** What of the video has no picture of its own; null where all of it has. */
  loss(): Loss | null;
  /** Why the video cannot be used, to be asked when ffmpeg has ended well; null where it can. */
  verdict(): Fault | null;
  /** Why ffmpeg has failed. */
  failure(): Fault;
};

/** Frames that are missing or have guessed parts, of how many; the same in seconds. */
export type Loss = { frames: number; ofFrames: number; seconds: number; ofSeconds: number };

/**
 * Labels speak of seconds, and test clips are spread over the whole video: where a quarter of it has no pictures of its own, one clip
 * in four would show something else than its labels say. What a decoder carries on from a damaged frame counts as pictures.
 */
const tolerableLoss = 0.25;

const concealed = /corrupt decoded frame/;
const refused = /Error submitting packet to decoder|Decoding error:/;
/** The container is damaged: packets are missing that nobody counts. */
const broken = /exceeds containing master element|invalid as first byte of an EBML|Packet corrupt|Packet mismatch/;
const unsound =
  /error while decoding|concealing|constructing the frame RPS|Could not find ref|missing during reorder|Missing ref/;
const cut = /File ended prematurely|partial file|Error during demuxing/;
const complaints = /error|invalid|not found|moov|matches no streams|corrupt|missing|too large|exceeds|unknown codec/i;
const kept = 40;

/** Needs a log of level `repeat+verbose` and the filter `showinfo`. */
export function createDecodeReport(): DecodeReport {
  const readFrame = createFrameTimes();
  const times: number[] = [];
  const seen = { concealed: 0, refused: 0, broken: false, unsound: false, cut: false, undecoded: 0 };
  let fileStart = 0;
  let declared: number | null = null;
  const said: string[] = [];
  let last = 'ffmpeg says nothing';

  function loss(): Loss | null {
    const usual = usualInterval(times);
    const held = (times.at(-1) ?? 0) - (times[0] ?? 0) + usual;
    const end = declared === null || usual <= 0 ? 0 : fileStart + declared - (times[0] ?? 0) - held;
    const after = end > 1 || !seen.broken ? Math.max(0, Math.round(end / usual) || 0) : 0; // sound may end a little later
    const most = seen.broken ? Number.POSITIVE_INFINITY : seen.undecoded + seen.refused;
    const missing = Math.min(framesInGaps(times, usual) + after, most); // films of varying rate have gaps of their own
    const frames = seen.concealed + Math.max(missing, seen.refused);
    if (frames === 0) return null;
    const ofFrames = times.length + frames - seen.concealed;
    return { frames, ofFrames, seconds: frames * usual, ofSeconds: ofFrames * usual };
  }

  return {
    read(line) {
      const frame = readFrame(line);
      if (frame) {
        if (times.length === 0 || frame.seconds > (times.at(-1) ?? 0)) times.push(frame.seconds);
        return frame;
      }
      if (line.includes('Parsed_')) return null;
      const head = /^ *Duration: (?:(\d+):(\d+):([\d.]+)|N\/A)(?:, start: (-?[\d.]+))?/.exec(line);
      if (head) {
        const [hours, minutes, seconds, start] = head.slice(1).map(Number);
        declared = head[1] === undefined ? null : (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
        fileStart = start || 0;
      }
      const read = /\(video\): (\d+) packets read .*; (\d+) frames decoded/.exec(line);
      if (read && seen.unsound) seen.undecoded = Math.max(0, Number(read[1]) - Number(read[2]));
      if (concealed.test(line)) seen.concealed += 1;
      if (refused.test(line)) seen.refused += 1;
      if (broken.test(line)) seen.broken = true;
      if (unsound.test(line)) seen.unsound = true;
      if (cut.test(line)) seen.cut = true;
      if (complaints.test(line) && !/decode errors|exit/i.test(line) && said.length < kept) said.push(line);
      if (line.trim() !== '') last = line;
      return null;
    },
    get fileStart() {
      return fileStart;
    },
    get blemished() {
      return seen.concealed + seen.refused > 0 || seen.broken || seen.unsound;
    },
    loss,
    verdict() {
      if (seen.cut) return { reason: 'it is cut short', advice: 'intact' };
      if (times.length === 0)
        return seen.refused > 0 ? faultOf(said, last) : { reason: 'it has no frames', advice: 'intact' };
      const lost = loss();
      if (lost === null || lost.frames <= tolerableLoss * lost.ofFrames) return null;
      return { reason: `${lossText(lost)}, which is more than a quarter`, advice: 'intact' };
    },
    failure: () => faultOf(said, last),
  };
}

/** In words, e.g. `3 of 100 frames are damaged: 0.1 of 4.0 s`. */
export function lossText({ frames, ofFrames, seconds, ofSeconds }: Loss): string {
  const many = `${frames} of ${ofFrames} frames are damaged`;
  return ofSeconds > 0 ? `${many}: ${Math.max(0.1, seconds).toFixed(1)} of ${ofSeconds.toFixed(1)} s` : many;
}

/** Median of the seconds between frames; 0 for a single one. */
function usualInterval(times: readonly number[]): number {
  const intervals = times.slice(1).map((time, k) => time - (times[k] ?? 0));
  intervals.sort((a, b) => a - b);
  return intervals[intervals.length >> 1] ?? 0;
}

/** How many frames of the usual interval would fit into the gaps. */
function framesInGaps(times: readonly number[], usual: number): number {
  if (usual <= 0) return 0;
  let frames = 0;
  for (let k = 1; k < times.length; k++) {
    const gap = ((times[k] ?? 0) - (times[k - 1] ?? 0)) / usual;
    if (gap > 1.75) frames += Math.round(gap) - 1;
  }
  return frames;
}
