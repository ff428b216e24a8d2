import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { scan } from '@/test/support/scanClips';
import { temporaryFolder } from '@/test/support/temporaryFolder';

/** Ten seconds at 25 fps in one group of pictures. */
function longGop(name: string, codec: string[]): string {
  const file = path.join(temporaryFolder(), name);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=10'];
  runFfmpegTool([...source, '-c:v', ...codec, '-g', '250', '-pix_fmt', 'yuv420p', file]);
  return file;
}

function without(file: string, packet: number): string {
  const lost = path.join(path.dirname(file), `lost-${path.basename(file)}`);
  runFfmpegTool(['-i', file, '-c', 'copy', '-bsf:v', `noise=drop=eq(n\\,${packet})`, lost]);
  return lost;
}

function scratched(file: string, { at, bytes }: { at: number; bytes: number }): string {
  const content = readFileSync(file);
  const begin = Math.floor(content.length * at);
  for (let k = begin; k < begin + bytes; k++) content[k] = (k * 37) & 255;
  const bad = path.join(path.dirname(file), `scratched-${path.basename(file)}`);
  writeFileSync(bad, content);
  return bad;
}

const remark = /^(\d+) of (\d+) frames are damaged: ([\d.]+) of ([\d.]+) s$/;

describe('a damaged place in a long group of pictures', () => {
  test.each([
    ['h264.mp4', ['libx264']],
    ['mpeg4.avi', ['mpeg4', '-q:v', '3']],
    ['mpeg2.ts', ['mpeg2video', '-q:v', '3']],
  ])('costs the frame that it hits, not all that follow: %s', async (name, codec) => {
    const found = await scan(scratched(longGop(name, codec), { at: 0.4, bytes: 60 }));
    if (found.state !== 'ok') throw new Error(found.message);
    const parts = found.remarks.map((text) => remark.exec(text)).find(Boolean);
    expect(Number(parts?.[1])).toBeLessThanOrEqual(3);
    expect(Number(parts?.[3])).toBeLessThan(0.3);
  });

  test('costs what the decoder leaves out: the rest of the group in HEVC, in frames and seconds', async () => {
    const whole = longGop('hevc.mkv', ['libx265', '-x265-params', 'log-level=none']);
    expect(await scan(whole)).toMatchObject({ state: 'ok', remarks: [] });
    const late = await scan(without(whole, 220));
    expect(late).toMatchObject({ state: 'ok', remarks: [expect.stringMatching(remark)] });
    const early = await scan(without(whole, 80));
    expect(early).toMatchObject({
      state: 'undecodable',
      message: expect.stringMatching(/\d+ of 2\d\d frames are damaged: 6\.\d of \d+\.\d s/),
    });
  });

  test('is counted where the container loses its thread: a hole in a Matroska file', async () => {
    const whole = longGop('hole.mkv', ['libx264']);
    const found = await scan(scratched(whole, { at: 0.3, bytes: 4000 }));
    const text = found.state === 'ok' ? found.remarks.join() : found.message;
    expect(text).toMatch(/\d+ of \d+ frames are damaged: [\d.]+ of [\d.]+ s/);
  });
});

describe('a video that nobody can decode here', () => {
  const h264 = () => longGop('a.mp4', ['libx264']);
  const refused = async (file: string, reason: string, advice: string) => {
    const found = await scan(file);
    expect(found).toMatchObject({ state: 'undecodable', message: expect.stringContaining(reason) });
    expect(found).toMatchObject({ message: expect.stringContaining(advice) });
  };
  const beside = (file: string, name: string) => path.join(path.dirname(file), name);

  test('is called encrypted where it is', async () => {
    const file = h264();
    const locked = beside(file, 'locked.mp4');
    const key = ['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', '00112233445566778899aabbccddeeff'];
    runFfmpegTool(['-i', file, '-c', 'copy', ...key, '-encryption_kid', '112233445566778899aabbccddeeff00', locked]);
    await refused(locked, 'it is encrypted', 'without copy protection');
  });

  test('names the codec that has no decoder', async () => {
    const file = h264();
    const strange = beside(file, 'strange.mp4');
    writeFileSync(strange, readFileSync(file, 'latin1').replaceAll('avc1', 'zzq1'), 'latin1');
    await refused(strange, 'no decoder for its codec zzq1', 'Convert it with a program that plays it');
  });

  test('is too large above 36 million pixels', async () => {
    const file = path.join(temporaryFolder(), 'huge.mp4');
    const source = ['-f', 'lavfi', '-i', 'color=s=9000x6000:r=1:d=1'];
    runFfmpegTool([...source, '-c:v', 'libx264', '-preset', 'ultrafast', file]);
    await refused(file, 'more than 36 million pixels', 'Make it smaller');
  });

  test.each([
    ['a.gif', ['gif']],
    ['a.wmv', ['wmv2']],
    ['a.flv', ['flv']],
  ])('is cut short: %s', async (name, codec) => {
    const file = path.join(temporaryFolder(), name);
    runFfmpegTool(['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=10:d=2', '-c:v', ...codec, file]);
    expect(await scan(file)).toMatchObject({ state: 'ok', frames: 20 });
    writeFileSync(file, readFileSync(file).subarray(0, readFileSync(file).length * 0.6));
    await refused(file, 'cut short', 'Replace the file by an intact copy');
  });
});
