/**
 * Cuts a byte stream into pieces of one frame each. Bytes that arrive before the frame size is known wait.
 * `open` is true while a frame has begun and is not complete.
 */
export type FrameSplitter = { setFrameBytes(bytes: number): void; push(chunk: Buffer): void; readonly open: boolean };

export function createFrameSplitter(onFrame: (frame: Uint8Array) => void): FrameSplitter {
  let frameBytes: number | null = null;
  let early: Buffer[] = [];
  let frame: Uint8Array | null = null;
  let filled = 0;

  function take(chunk: Buffer): void {
    if (frameBytes === null) {
      early.push(chunk);
      return;
    }
    for (let at = 0; at < chunk.length; ) {
      frame ??= new Uint8Array(frameBytes);
      const count = Math.min(frameBytes - filled, chunk.length - at);
      frame.set(chunk.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled === frameBytes) {
        onFrame(frame);
        frame = null;
        filled = 0;
      }
    }
  }

  return {
    setFrameBytes(bytes) {
      frameBytes = bytes;
      const waiting = early;
      early = [];
      for (const chunk of waiting) take(chunk);
    },
    push: take,
    get open() {
      return filled > 0 || early.length > 0;
    },
  };
}
