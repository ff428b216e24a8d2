// @ts-check
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { foveaCache, repository } from './paths.mjs';
import { SetupError } from './setupError.mjs';
import { engineWheels } from './wheels.mjs';

/** @typedef {'cpu' | 'gpu'} Variant */

/** @typedef {{ variant: Variant, version: string, wheels: import('./wheels.mjs').Wheel[], folder: string }} Engine */

/** Whether the kernel has an NVIDIA driver loaded. */
export function hasNvidiaDriver() {
  return existsSync('/proc/driver/nvidia/version');
}

/**
 * Which libtensorflow this machine gets: CUDA where an NVIDIA driver is, unless FOVEA_ENGINE says `cpu` or `gpu`. `folder` is its
 * place in the cache and holds `tensorflow/` and, with CUDA, `nvidia/` beside it; it exists only once it is complete.
 * @param {{ env?: NodeJS.ProcessEnv, platform?: string, nvidia?: boolean }} [options]
 * @returns {Engine}
 */
export function chooseEngine({
  env = process.env,
  platform = `${process.platform}-${process.arch}`,
  nvidia = hasNvidiaDriver(),
} = {}) {
  const available = engineWheels[platform];
  if (!available) {
    throw new SetupError(
      `There is no libtensorflow build for ${platform} in Fovea's list.`,
      `Run the workers on one of: ${Object.keys(engineWheels).join(', ')}.`,
    );
  }
  const asked = env.FOVEA_ENGINE;
  if (asked && asked !== 'cpu' && asked !== 'gpu') {
    throw new SetupError(`FOVEA_ENGINE is "${asked}".`, 'Set FOVEA_ENGINE to cpu or gpu, or unset it.');
  }
  if (asked === 'gpu' && !available.gpu) {
    throw new SetupError(`There is no CUDA build for ${platform}.`, 'Unset FOVEA_ENGINE, or set it to cpu.');
  }
  const variant = available.gpu && (asked ? asked === 'gpu' : nvidia) ? 'gpu' : 'cpu';
  const wheels = (variant === 'gpu' ? available.gpu : undefined) ?? available.cpu;
  const version = wheels[0]?.version ?? '';
  return {
    variant,
    version,
    wheels,
    folder: path.join(foveaCache(env), 'engine', `${version}-${variant}-${platform}`),
  };
}

/** Folder of the package whose native binding is compiled against libtensorflow. */
export function bindingPackage(root = repository) {
  return path.join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
}

/** @param {string} root */
export function bindingPaths(root = repository) {
  const folder = bindingPackage(root);
  const napi = path.join(folder, 'lib', 'napi-v8');
  return {
    folder,
    binding: path.join(napi, 'tfjs_binding.node'),
    stamp: path.join(napi, 'fovea.json'),
    libraries: path.join(folder, 'deps', 'lib'),
    headers: path.join(folder, 'deps', 'include'),
  };
}

/** What a compiled binding depends on; any change means compiling again. @param {Engine} engine */
export function bindingKey({ version, variant, folder }) {
  return JSON.stringify({ recipe: 4, version, variant, folder, napi: 8 });
}

/** Whether libraries, links and binding are in place for this engine. @param {Engine} engine */
export function isEngineInstalled(engine, root = repository) {
  const { binding, stamp, libraries } = bindingPaths(root);
  try {
    const linked = readlinkSync(libraries) === path.join(engine.folder, 'tensorflow');
    return linked && existsSync(libraries) && existsSync(binding) && readFileSync(stamp, 'utf8') === bindingKey(engine);
  } catch {
    return false;
  }
}
