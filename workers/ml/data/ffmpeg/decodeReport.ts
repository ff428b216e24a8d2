import { createFrameTimes, type FrameInfo } from './frameTimes';

/** What the log of a decoding says about the video, line by line. */
export type DecodeReport = {
  /** Reads a line; returns the frame it announces. */
  read(line: string): FrameInfo | null;
  /** When the first stream of the file begins, in seconds on its clock; 0 where the file does not say. */
  readonly fileStart: number;
  /** Frames that could not be decoded, or only with guessed parts. */
  readonly damaged: number;
  /** Why a video of which so many frames were read cannot be used; null where it can. */
  verdict(frames: number): string | null;
  /** The first line that is a complaint, for a message to the user. */
  complaint(): string;
};

/** A video that has lost more than this share of its frames is not used. */
const tolerableDamage = 0.25;

const damage = /corrupt decoded frame|Error submitting packet to decoder|Decoding error:/;
const cut = /File ended prematurely|partial file|Error during demuxing/;
const complaints = /error|invalid|not found|moov|matches no streams|corrupt|missing|too large|exceeds/i;
const kept = 40;

/** Needs a log of level `repeat+verbose` and the filter `showinfo`. */
export function createDecodeReport(): DecodeReport {
  const readFrame = createFrameTimes();
  let damaged = 0;
  let cutShort = false;
  let fileStart = 0;
  const said: string[] = [];
  let last = 'ffmpeg says nothing';

  return {
    read(line) {
      const frame = readFrame(line);
      if (frame) return frame;
      if (line.includes('Parsed_')) return null;
      const start = /^ *Duration: .*, start: (-?[\d.]+)/.exec(line);
      if (start) fileStart = Number(start[1]);
      if (damage.test(line)) damaged += 1;
      if (cut.test(line)) cutShort = true;
      if (complaints.test(line) && !/decode errors|exit/i.test(line) && said.length < kept) said.push(line);
      if (line.trim() !== '') last = line;
      return null;
    },
    get fileStart() {
      return fileStart;
    },
    get damaged() {
      return damaged;
    },
    verdict(frames) {
      if (cutShort) return 'it is cut short';
      if (frames === 0) return 'it has no frames';
      if (damaged > tolerableDamage * frames) return `${damaged} of its ${frames} frames are damaged`;
      return null;
    },
    complaint() {
      const line = (said[0] ?? last).replace(/^(\[[^\]]*\] )+/, '').replace(/[.\s]+$/, '');
      return /matches no streams/.test(line) ? 'it holds no video stream' : line;
    },
  };
}
