import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackboneId } from '@/domain/backbones';
import { backbones } from '@/domain/backbones';
import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Recipe } from '@/domain/recipes';
import { conversionFlags } from '@/workers/ml/data/ffmpeg/pictures';
import type { EngineInfo } from '@/workers/ml/engine/startEngine';
import type { StateDict } from '@/workers/ml/models/stateDict';

/** Raise it when what a record holds changes. */
const formatVersion = 2;

/** What the bits of a base's outputs depend on, whatever the clips. */
export type BaseSetting = {
  model: StateDict;
  backbone: BackboneId;
  geometry: ClipGeometry;
  classes: number;
  loss: Recipe['loss'];
  engine: EngineInfo;
  ffmpegVersion: string;
};

/**
 * SHA-256 over everything the bits of a base's outputs depend on besides the clips: its weights, how clips become V_in, the loss,
 * the engine with its threads, the versions of ffmpeg and of the JavaScript engine, the host, and the science's own source.
 */
export function baseKey({ model, backbone, geometry, classes, loss, engine, ffmpegVersion }: BaseSetting): string {
  const hash = createHash('sha256');
  const facts = { formatVersion, backbone, spec: backbones[backbone], geometry, classes, loss, engine };
  const machine = { host: hostname(), v8: process.versions.v8, ffmpegVersion, conversionFlags, source: sourceDigest() };
  hash.update(JSON.stringify({ ...facts, ...machine }));
  for (const [name, { shape, data }] of model) {
    hash.update(JSON.stringify({ name, shape }));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** SHA-256 of the files of workers/ml and domain: other code may add in another order. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const folder of ['../../', '../../../../domain/']) {
    const root = fileURLToPath(new URL(folder, import.meta.url));
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    for (const name of names.sort()) hash.update(name).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}
