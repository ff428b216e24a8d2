import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendEntry, writeManifest } from '@/workers/ml/data/microCharades/manifest';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import { ffmpegPath } from './ffmpegPath';

/** A data set of full size in seconds: a few rendered videos, each under many names. For tests that need it to be there, not to be right. */
export async function fakeWholeMicroCharades(root: string): Promise<void> {
  const few = `${root}-few`;
  await prepareMicroCharades({ root: few, ffmpegPath: ffmpegPath(), dataSeed: 11, trainVideos: 3, testVideos: 1 });
  const files = ['M0000', 'M0001', 'M0002', 'M0003'].map((id) => join(few, 'videos', `${id}.mp4`));
  const known = files.map((file) => {
    const bytes = readFileSync(file);
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  mkdirSync(join(root, 'videos'), { recursive: true });
  await writeManifest(root, { dataSeed: 11, entries: new Map() });
  for (let index = 0; index < 1100; index += 1) {
    const id = `M${String(index).padStart(4, '0')}`;
    const source = known[index % known.length];
    if (!source) continue;
    linkSync(source.file, join(root, 'videos', `${id}.mp4`));
    appendEntry(root, { id, bytes: source.bytes, sha256: source.sha256 });
  }
}
