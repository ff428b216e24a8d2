import { createRequire } from 'node:module';
import os from 'node:os';
import { AppError } from '@/domain/errors';
import { timedBinding } from './engineTime';
import type { NativeBinding } from './nativeBinding';

export type EngineOptions = {
  /** CPU threads of one op. Another number gives other bits in the last place: a resumed run must use the number it began with. */
  threads: number;
  /** Fail unless the engine runs there; left out, whatever is found is used. */
  device?: 'cpu' | 'gpu';
  /**
   * Ops of a program (`asProgram`) that run side by side at most, where they do not need each other; as many as `threads`, if left out. The
   * bits do not depend on it.
   */
  opsAtOnce?: number;
  /** false: every op runs by itself. Default true on the CPU; on a GPU, where it has not been tried, always false. */
  programs?: boolean;
};

export type EngineInfo = {
  libtensorflow: string;
  device: 'cpu' | 'gpu';
  deviceName: string;
  threads: number;
};

type Engine = { binding: NativeBinding; info: EngineInfo; programs: boolean };

let engine: Engine | undefined;

/**
 * Load libtensorflow into this process, once; a second call must ask for the same. To be called by the process itself before
 * anything under workers/ml computes. CUDA_VISIBLE_DEVICES (exactly one GPU) is the business of whoever forks the process.
 * @throws AppError('engine_missing') where the library is not installed or the device asked for is not there
 */
export function startEngine(options: EngineOptions, resolveFrom: string = import.meta.url): EngineInfo {
  const { threads, device, programs = true } = options;
  if (engine) {
    if (engine.info.threads !== threads || (device && engine.info.device !== device)) {
      throw new Error(`the engine runs with ${JSON.stringify(engine.info)}; threads and device cannot change any more`);
    }
    return engine.info;
  }
  setLibraryEnvironment(options);
  const binding = loadBinding(resolveFrom);
  const found = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  if (device && device !== found) {
    throw new AppError('engine_missing', `the engine found no ${device.toUpperCase()}: run \`npm run doctor\``);
  }
  const info: EngineInfo = {
    libtensorflow: binding.TF_Version,
    device: found,
    deviceName: found === 'gpu' ? 'GPU' : (os.cpus()[0]?.model ?? 'CPU'),
    threads,
  };
  engine = { binding: timedBinding(binding), info, programs: programs && found === 'cpu' };
  return info;
}

/** Version, device and threads of the running engine. */
export function engineInfo(): EngineInfo {
  return running().info;
}

/** Whether passes that come again and again are run as one op: see `asProgram`. */
export function runsPrograms(): boolean {
  return running().programs;
}

/** The binding, for the engine's own functions only. */
export function binding(): NativeBinding {
  return running().binding;
}

function running(): Engine {
  if (!engine) throw new Error('call startEngine before any computation');
  return engine;
}

/** libtensorflow reads these once, while it loads: there is no other way to tell it. `startEngine` calls this by itself. */
export function setLibraryEnvironment({ threads, device, opsAtOnce = threads }: EngineOptions): void {
  const wanted: Record<string, string> = {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(opsAtOnce),
    OMP_NUM_THREADS: String(threads),
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_CUDNN_DETERMINISTIC: '1',
    // Memory that is kept and cut to size instead of malloc's: 6 % faster, and 350 MiB less for a training step of ResNet50-I3D, T = 64.
    TF_CPU_ALLOCATOR_USE_BFC: '1',
    // Left alone, libtensorflow takes oneDNN's convolutions on processors with AVX-512 VNNI only. On others they pay as much: half the
    // time of a training step of Micro-I3D on AVX2.
    TF_ENABLE_ONEDNN_OPTS: '1',
  };
  if (device === 'cpu') wanted.CUDA_VISIBLE_DEVICES = '-1';
  // biome-ignore lint/style/noProcessEnv: written for the native library, never read
  Object.assign(process.env, wanted);
}

/**
 * The native half of tfjs-node-gpu alone. Its JavaScript half (tape, kernels, layers) is not needed here, would take half a second
 * and 50 MiB, and does not load in Node 23 and newer as it is.
 */
function loadBinding(resolveFrom: string): NativeBinding {
  try {
    return createRequire(resolveFrom)('@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node') as NativeBinding;
  } catch (cause) {
    throw new AppError('engine_missing', 'engine missing: run `npm run doctor`', { cause });
  }
}
