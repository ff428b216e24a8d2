import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { BackboneId } from '@/domain/backbones';
import type { WeightsReport } from '@/domain/weightsReport';
import { layoutWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { checkValues } from './checkValues';
import { type CompleteNetwork, completeNetworks } from './completeNetworks';
import { inflateKernel } from './inflateKernel';
import { type MappedArray, mapWeights } from './mapWeights';
import { readWeights } from './readWeights';
import { quoted, weightsError } from './weightsError';
import { fits, WeightsRefusal } from './weightsRefusal';

export type WeightsImport = {
  /** The file of weights; it is only read. */
  path: string;
  backbone: BackboneId;
  /** Classes of the head that is wanted: a head of another count is left out. Null keeps the head of the file. */
  classes: number | null;
  /** Which of several complete networks is meant, by the text before the names of its arrays; null: there is only one. */
  network?: string | null;
  /** Arrays read so far, of how many. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/**
 * Read a file of weights from elsewhere (PyTorch's zip and legacy stream, safetensors, checkpoints of our own runs) into a weights file
 * (`decodeWeightsFile`). Array by array: the memory it needs is the size of the result and of one array more.
 * @returns bytes of the weights file, and where every array of the source went
 * @throws WeightsRefusal, an AppError('checkpoint_invalid') with the report, where the arrays do not make the backbone;
 *   AppError('checkpoint_invalid') where the file is no sound file of weights; AppError('not_found' | 'bad_request') for the path;
 *   the reason of `signal` where it was aborted
 */
export async function importWeights({
  path: file,
  backbone,
  classes,
  network = null,
  onProgress,
  signal,
}: WeightsImport): Promise<{ bytes: Uint8Array<ArrayBuffer>; report: WeightsReport }> {
  const source = readWeights(file);
  try {
    const shapes = stateShapes(backboneSpecs[backbone], classes ?? 1);
    const networks = completeNetworks(source.everything, shapes);
    const chosen = network === null ? null : chooseNetwork(networks, network);
    const arrays = chosen?.arrays ?? (networks.length > 1 ? networks[0]?.arrays : null) ?? source.arrays;
    const { used, ...mapping } = mapWeights(arrays, { shapes, classes });
    const report: WeightsReport = {
      format: source.format,
      backbone,
      ...mapping,
      used: used.map(({ name }) => name),
      ignored: mapping.ignored.slice(0, mostIgnored),
      moreIgnored: Math.max(0, mapping.ignored.length - mostIgnored),
      badValues: [],
      objects: source.objects,
      remarks: [
        ...source.remarks,
        ...(chosen && networks.length > 1 ? [`It is one of ${networks.length} networks in the file.`] : []),
      ],
      networks: !chosen && networks.length > 1 ? networks.map(({ prefix }) => prefix) : [],
      arrays: source.arrays.length,
      bytes: source.bytes,
    };
    if (report.networks.length > 0) throw new WeightsRefusal(report, severalNetworks(report.networks));
    if (!fits(report)) throw new WeightsRefusal(report);
    const layout = new Map(used.map(({ name, shape }) => [name, shape] as const));
    const { bytes, views } = layoutWeightsFile({
      backbone,
      classes: mapping.classes,
      source: path.basename(file),
      shapes: layout,
    });
    for (const [done, array] of used.entries()) {
      signal?.throwIfAborted();
      const view = views.get(array.name) ?? new Float32Array(0);
      fill(view, array);
      const bad = checkValues(array.name, view);
      if (bad) report.badValues.push(bad);
      onProgress?.(done + 1, used.length);
      // Reading blocks: let a heartbeat or a cancel pass between two arrays.
      await setImmediate();
    }
    if (!fits(report)) throw new WeightsRefusal(report);
    return { bytes, report };
  } finally {
    source.close();
  }
}

/** The list of what is ignored is for people. */
const mostIgnored = 2000;

function chooseNetwork(networks: readonly CompleteNetwork[], prefix: string): CompleteNetwork {
  const chosen = networks.find((network) => network.prefix === prefix);
  if (chosen) return chosen;
  throw weightsError(
    `no complete network of this backbone lies under ${quoted(prefix)}`,
    networks.length === 0 ? 'Leave the network open' : `Choose ${namesOf(networks.map((network) => network.prefix))}`,
  );
}

function severalNetworks(prefixes: readonly string[]): string {
  return `The file holds ${prefixes.length} complete networks: their arrays begin with ${namesOf(prefixes)}. Say which one is to be imported (--network in the terminal).`;
}

function namesOf(prefixes: readonly string[]): string {
  return prefixes.slice(0, 10).map(quoted).join(' or ');
}

function fill(view: Float32Array, { from, shape, repeats }: MappedArray): void {
  const values = from.read();
  if (from.shape.length === shape.length) view.set(values);
  else inflateKernel(values, { into: view, area: (shape[3] ?? 1) * (shape[4] ?? 1), repeats });
}
