import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WorkerInfo } from '@/domain/workerInfo';
import type { EngineProbe } from '@/workers/engineProbe';
import { readMemoryLimit } from '@/workers/memory/readMemoryLimit';
import { ffmpegVersion } from '@/workers/ml/data/ffmpeg/ffmpegVersion';
import { readGpus } from './nvidiaSmi';

const run = promisify(execFile);
const probeFile = fileURLToPath(new URL('../engineProbe.ts', import.meta.url));

/**
 * What this host computes with. The engine is asked in a process of its own, on the first GPU where there is one; `gpus` lists only
 * GPUs that the engine can use.
 * @param withEngine false leaves the engine out, for executors that need none
 */
export async function describeHost({
  ffmpegPath,
  withEngine,
}: {
  ffmpegPath: string;
  withEngine: boolean;
}): Promise<WorkerInfo> {
  const found = withEngine ? await readGpus() : [];
  const probe = withEngine ? await probeEngine(found[0]?.uuid) : { version: '', device: 'cpu' as const };
  const [cpu] = cpus();
  const { total } = await readMemoryLimit(); // a container may give less than the machine has
  const host = {
    cpu: cpu?.model.trim() || process.arch,
    cores: cpus().length,
    memoryMiB: Math.round(total / 2 ** 20),
    ffmpeg: await ffmpegVersion(ffmpegPath).catch(() => null),
  };
  if ('problem' in probe)
    return { ...host, name: null, version: null, device: 'cpu', gpus: [], problem: probe.problem };
  const { version, device } = probe;
  const unused = found.length > 0 && device === 'cpu';
  return {
    ...host,
    ...{ name: withEngine ? 'libtensorflow' : 'test executor', version, device },
    gpus: device === 'gpu' ? found : [],
    problem: unused ? `${found.length} GPU(s) found that the engine cannot use: run \`npm run doctor\`.` : null,
  };
}

async function probeEngine(gpu: string | undefined): Promise<EngineProbe> {
  // biome-ignore lint/style/noProcessEnv: handed on to the child as it is
  const environment = { ...process.env, CUDA_VISIBLE_DEVICES: gpu ?? '-1' };
  try {
    const options = { env: environment, timeout: 120_000 };
    const { stdout } = await run(process.execPath, ['--import', 'tsx', probeFile], options);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as EngineProbe;
  } catch (error) {
    return {
      problem: `The engine does not load (${(error as Error).message.split('\n')[0]}): run \`npm run doctor\`.`,
    };
  }
}
