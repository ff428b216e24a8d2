// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWholeSync } from '../../files/writeWhole.mjs';
import { runChild } from './children.mjs';
import { diskRemedy } from './diskRemedy.mjs';
import { bindingKey, bindingPaths } from './engine.mjs';
import { patchBinding, patchedFiles } from './patchBinding.mjs';
import { repository } from './paths.mjs';
import { SetupError } from './setupError.mjs';

/**
 * Makes or replaces a symbolic link in one step: other processes see the old target or the new one.
 * @param {string} target
 * @param {string} link
 */
function linkAtomically(target, link) {
  const temporary = `${link}.tmp`;
  mkdirSync(path.dirname(link), { recursive: true });
  rmSync(temporary, { force: true });
  symlinkSync(target, temporary);
  renameSync(temporary, link);
}

/**
 * Compiles the N-API binding of @tensorflow/tfjs-node-gpu against the libtensorflow in the cache. It uses nothing but TensorFlow's
 * stable C API and Node's (and so do the additions of `patchBinding`), so neither node-gyp nor Node's own headers are needed. The run-time path leads through a link inside
 * the package, because $ORIGIN is the folder of the binding itself.
 * @param {import('./engine.mjs').Engine} engine
 * @param {import('./report.mjs').Report} report
 */
export async function compileBinding(engine, report, root = repository) {
  const { folder, binding, stamp, libraries, headers } = bindingPaths(root);
  report.step('Engine: compile the binding with g++');
  rmSync(stamp, { force: true });
  linkAtomically(path.join(engine.folder, 'tensorflow'), libraries);
  linkAtomically(path.join(engine.folder, 'tensorflow', 'include'), headers);
  mkdirSync(path.dirname(binding), { recursive: true });
  const fresh = `${binding}.tmp`;
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-pthread', '-DNAPI_VERSION=8', '-w'];
  const original = path.join(folder, 'binding');
  const patched = path.join(path.dirname(binding), 'source');
  mkdirSync(patched, { recursive: true });
  for (const name of patchedFiles) {
    writeFileSync(path.join(patched, name), patchBinding(name, readFileSync(path.join(original, name), 'utf8')));
  }
  const napi = path.join(root, 'node_modules', 'node-api-headers', 'include');
  const includes = [napi, headers, folder, patched, original];
  const own = ['functions.cc', 'background.cc'].map((name) =>
    fileURLToPath(new URL(`binding/${name}`, import.meta.url)),
  );
  const sources = [...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(patched, name)), ...own];
  const link = [`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  const runPath = '-Wl,-rpath,$ORIGIN/../../deps/lib';
  try {
    const args = [...flags, ...includes.flatMap((name) => ['-I', name]), '-o', fresh, ...sources, ...link, runPath];
    await runChild('g++', args);
  } catch (error) {
    rmSync(fresh, { force: true });
    const lines = /** @type {Error} */ (error).message.trim().split('\n').slice(0, 12).join('\n');
    throw new SetupError(
      `The binding could not be compiled:\n${lines}`,
      diskRemedy(lines) ?? 'It needs g++ 9 or newer: apt-get install -y g++',
    );
  }
  renameSync(fresh, binding);
  writeWholeSync(stamp, bindingKey(engine));
  report.done();
}
