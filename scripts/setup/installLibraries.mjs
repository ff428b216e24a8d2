// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { downloadWheels } from './downloadWheels.mjs';
import { megabytes } from './megabytes.mjs';
import { requireDisk } from './requireDisk.mjs';
import { unzip } from './unzip.mjs';

/** The public C API that the binding is compiled against, and what it includes. */
const HEADERS = new Set([
  ...[
    'c_api',
    'c_api_macros',
    'tf_attrtype',
    'tf_buffer',
    'tf_datatype',
    'tf_status',
    'tf_tensor',
    'tf_tstring',
    'eager/c_api',
  ].map((name) => `tensorflow/include/tensorflow/c/${name}.h`),
  'tensorflow/include/tensorflow/core/platform/ctstring.h',
  'tensorflow/include/tensorflow/core/platform/ctstring_internal.h',
  'tensorflow/include/tsl/platform/ctstring.h',
  'tensorflow/include/tsl/platform/ctstring_internal.h',
  'tensorflow/include/xla/tsl/c/tsl_status.h',
]);

/** CUDA: shared libraries, and the compiler parts that TensorFlow looks up at run time. */
const CUDA = /^nvidia\/[^/]+\/(?:lib|bin|nvvm)\/.*(?<!\.h|\.py|\.a)$/;

/**
 * Which files of the wheels are kept, under their own names: libtensorflow finds CUDA in `../nvidia/<name>/lib` beside it.
 * @param {string} name
 */
export function engineFile(name) {
  const isLibrary = /^tensorflow\/libtensorflow_(?:cc|framework)\.so\.2$/.test(name);
  return isLibrary || HEADERS.has(name) || CUDA.test(name) ? name : undefined;
}

/**
 * Puts libtensorflow of this engine into the cache. Downloads are kept until all of them are there; the folder gets its name last.
 * @param {import('./engine.mjs').Engine} engine
 * @param {import('./report.mjs').Report} report
 */
export async function installLibraries({ folder, variant, version, wheels }, report) {
  const downloads = `${folder}.downloads`;
  if (existsSync(folder)) return rmSync(downloads, { recursive: true, force: true }); // an interruption may have left them
  const bytes = wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
  // Wheel and unpacked files lie side by side for a while; unpacked they are up to 3.2 times as large.
  requireDisk(folder, { bytes: bytes * 4.2, what: 'The engine', variable: 'FOVEA_CACHE' });
  mkdirSync(downloads, { recursive: true });
  report.step(`Engine: libtensorflow ${version} (${variant === 'gpu' ? 'CUDA' : 'CPU'}) with pip, ${megabytes(bytes)}`);
  const files = await downloadWheels(wheels, { folder: downloads, python: 'python3', onProgress: report.progress });
  report.done(`${megabytes(bytes)} downloaded and verified`);

  const unpacked = `${folder}.unpacking`;
  rmSync(unpacked, { recursive: true, force: true });
  report.step('Engine: unpack');
  let before = 0;
  for (const file of files) {
    before += await unzip(file, {
      folder: unpacked,
      target: engineFile,
      onProgress: (done) => report.progress(megabytes(before + done)),
    });
  }
  renameSync(unpacked, folder);
  rmSync(downloads, { recursive: true, force: true });
  report.done(`${megabytes(before)} in ${path.dirname(folder)}`);
}
