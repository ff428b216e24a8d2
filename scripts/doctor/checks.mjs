// @ts-check
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { bindingPackage, chooseEngine, isEngineInstalled } from '../setup/engine.mjs';
import { ffmpegPath } from '../setup/installFfmpeg.mjs';
import { arePackagesInstalled } from '../setup/installPackages.mjs';
import { postgresPackage } from '../setup/linkPostgresLibraries.mjs';
import { foveaCache, foveaHome, repository } from '../setup/paths.mjs';
import { lookAtFolder } from '../setup/privateFolder.mjs';
import { freeBytes } from '../setup/requireDisk.mjs';
import { isNodeRecent, MINIMUM_NODE, tools } from '../setup/requireTools.mjs';

const run = promisify(execFile);

/** @typedef {{ ok: boolean, text: string, mend?: string }} Finding */

const SETUP = 'npm run setup';

/** @returns {Finding} */
export function checkNode() {
  const version = process.versions.node;
  const ok = isNodeRecent(version);
  const mend = `install Node.js ${MINIMUM_NODE.major}.${MINIMUM_NODE.minor} or newer`;
  return { ok, text: `${version}${ok ? '' : ' is too old'}`, mend };
}

/** @returns {Finding} */
export function checkTools() {
  const missing = Object.values(tools).filter((tool) => !tool.isThere());
  if (missing.length === 0) return { ok: true, text: 'npm, python3 with pip, g++' };
  const mend = `apt-get install -y ${missing.map((tool) => tool.debian).join(' ')}`;
  return { ok: false, text: `missing: ${missing.map((tool) => tool.name).join(', ')}`, mend };
}

/** @returns {Finding} */
export function checkPackages() {
  const ok = arePackagesInstalled();
  return { ok, text: ok ? 'as package-lock.json asks' : 'node_modules is missing or out of date', mend: SETUP };
}

/** Models of the GPUs that the NVIDIA driver lists. */
function gpuModels() {
  const folder = '/proc/driver/nvidia/gpus';
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((id) => {
    const text = readFileSync(path.join(folder, id, 'information'), 'utf8');
    return /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? id;
  });
}

/** Loads the engine in a process of its own, as a run does, and asks it what it is. @returns {Promise<Finding>} */
export async function checkEngine() {
  const engine = chooseEngine();
  const wanted = `libtensorflow ${engine.version} (${engine.variant === 'gpu' ? 'CUDA' : 'CPU'})`;
  if (!isEngineInstalled(engine)) return { ok: false, text: `${wanted} is not installed`, mend: SETUP };
  // Node 23 removed two functions that the package still calls.
  const script = `const util = require('node:util');
    util.isNullOrUndefined ??= (value) => value == null;
    util.isArray ??= Array.isArray;
    const { backend } = require(${JSON.stringify(bindingPackage())});
    const { binding, isUsingGpuDevice } = backend();
    console.log(JSON.stringify({ version: binding.TF_Version, gpu: isUsingGpuDevice }));`;
  try {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
    const { stdout } = await run(process.execPath, ['-e', script], { env, timeout: 60_000 });
    const { version, gpu } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    const device = gpu ? `GPU: ${gpuModels().join(', ') || 'CUDA device'}` : 'CPU';
    const mend = 'check the driver with nvidia-smi, or use the CPU: FOVEA_ENGINE=cpu npm run setup';
    if (engine.variant === 'gpu' && !gpu) return { ok: false, text: `libtensorflow ${version} sees no GPU`, mend };
    return { ok: true, text: `libtensorflow ${version}, ${device}` };
  } catch (error) {
    const { stderr = '', message } = /** @type {Error & { stderr?: string }} */ (error);
    const reason = (stderr || message).trim().split('\n').at(-1);
    const mend = `rm -r ${path.join(bindingPackage(), 'lib')} && ${SETUP}`;
    return { ok: false, text: `${wanted} does not load: ${reason}`, mend };
  }
}

/** @returns {Promise<Finding>} */
export async function checkFfmpeg() {
  const { path: file, pinned } = ffmpegPath();
  const mend = pinned ? SETUP : 'set FOVEA_FFMPEG to an ffmpeg with libx264, or unset it';
  try {
    const { stdout: about } = await run(file, ['-hide_banner', '-version']);
    const { stdout: encoders } = await run(file, ['-hide_banner', '-encoders']);
    const version = /^ffmpeg version (\S+)/.exec(about)?.[1] ?? 'of unknown version';
    const text = `${version}, ${pinned ? 'pinned build' : file}`;
    return encoders.includes('libx264') ? { ok: true, text } : { ok: false, text: `${text} has no libx264`, mend };
  } catch {
    return { ok: false, text: pinned ? 'not installed' : `${file} does not run`, mend };
  }
}

/** @returns {Promise<Finding>} */
export async function checkPostgres() {
  const url = process.env.DATABASE_URL;
  if (!url) return checkEmbeddedPostgres();
  try {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    await client.connect();
    const { rows } = await client.query('show server_version');
    await client.end();
    return { ok: true, text: `${rows[0]?.server_version}, the server that DATABASE_URL names` };
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ERR_MODULE_NOT_FOUND') return { ok: false, text: 'cannot be asked before the set-up', mend: SETUP };
    const reason = message || code;
    return { ok: false, text: `DATABASE_URL: ${reason}`, mend: 'correct or unset DATABASE_URL' };
  }
}

/** @returns {Finding} */
function checkEmbeddedPostgres() {
  const program = path.join(postgresPackage(), 'native', 'bin', 'postgres');
  if (!existsSync(program)) return { ok: false, text: 'the embedded server is not installed', mend: SETUP };
  const { version } = JSON.parse(readFileSync(path.join(postgresPackage(), 'package.json'), 'utf8'));
  const data = path.join(foveaHome(), 'postgres', 'data');
  const password = path.join(foveaHome(), 'postgres', 'password');
  if (existsSync(password) && readFileSync(password, 'utf8').trim() === '')
    return { ok: false, text: `${password} is empty`, mend: 'remove it: the next start makes a new one' };
  const state = existsSync(path.join(data, 'postmaster.pid'))
    ? 'running'
    : existsSync(data)
      ? 'stopped; npm start starts it'
      : 'npm start makes the database';
  return { ok: true, text: `${version.replace(/\.0-.*/, '')}, embedded, ${state}` };
}

/** Data set, checkpoints and gallery of an experiment in the home; engine and decoded frames in the cache. */
const NEEDED = { home: 2e9, cache: 5e9 };

/** @returns {Finding} */
export function checkDisk() {
  const gigabytes = (/** @type {number} */ bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  const places = [
    { folder: foveaHome(), needed: NEEDED.home, variable: 'FOVEA_HOME' },
    { folder: foveaCache(), needed: NEEDED.cache, variable: 'FOVEA_CACHE' },
  ].map((place) => ({ ...place, free: freeBytes(place.folder) }));
  const tight = places.filter(({ free, needed }) => free < needed);
  const text = places.map(({ free, folder }) => `${gigabytes(free)} free in ${folder}`).join(', ');
  const wanted = tight.map(({ needed, variable }) => `${gigabytes(needed)}, or another disk with ${variable}`);
  return { ok: tight.length === 0, text, mend: `make room: ${wanted.join('; ')}` };
}

/**
 * Who may enter the two folders, and whether the settings can be used.
 * @returns {Finding}
 */
export function checkFolders() {
  const found = [
    { folder: foveaHome(), variable: 'FOVEA_HOME' },
    { folder: foveaCache(), variable: 'FOVEA_CACHE' },
  ].map((place) => ({ ...place, ...lookAtFolder(place.folder, place.variable) }));
  const problem = found.find((place) => place.problem)?.problem;
  if (problem) return { ok: false, text: problem.message, mend: problem.remedy };
  const open = found.filter((place) => place.open);
  const mend = 'npm start closes it';
  if (open.length > 0)
    return {
      ok: false,
      text: `other users of this machine may enter ${open.map(({ folder }) => folder).join(', ')}`,
      mend,
    };
  const [warning] = found.flatMap((place) => place.warnings);
  if (warning)
    return { ok: false, text: warning, mend: 'close that folder (chmod go-w), or move yours with its variable' };
  const making = found.filter(({ exists }) => !exists).map(({ variable }) => variable);
  const rest = making.length > 0 ? `; ${making.join(', ')}: made by the first start` : '';
  return { ok: true, text: `only you can enter home and cache${rest}` };
}

/** @returns {Promise<Finding>} */
export async function checkSettings() {
  if (!arePackagesInstalled()) return { ok: false, text: 'cannot be read before the set-up', mend: SETUP };
  const { register } = await import('tsx/esm/api');
  register();
  const { readSettings } = await import(new URL('../start/settings.ts', import.meta.url).href);
  const { chooseAddress } = await import(new URL('../start/chooseAddress.ts', import.meta.url).href);
  /** @type {string[]} */
  const strange = [];
  try {
    const { host, port } = readSettings(process.env, (/** @type {string} */ text) => strange.push(text));
    const address = await chooseAddress(host, port);
    const names = Object.keys(process.env).filter((name) => /^FOVEA_/.test(name) && process.env[name] !== '');
    const text = `${names.length > 0 ? names.sort().join(', ') : 'all by default'}; address ${address.url}`;
    return { ok: strange.length === 0, text: [text, ...strange].join('; '), mend: 'correct or unset it' };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return { ok: false, text: message.replaceAll('\n', ' '), mend: 'correct or unset it' };
  }
}

const VIDEOS = 1100;

/** @returns {Finding} */
export function checkData() {
  const root = path.join(foveaHome(), 'datasets', 'microcharades');
  const mend = 'npm run demo (renders what is missing, about a minute)';
  if (!existsSync(path.join(root, 'videos'))) return { ok: false, text: 'MicroCharades is not rendered yet', mend };
  const videos = readdirSync(path.join(root, 'videos')).filter((name) => /^[^.]+\.mp4$/.test(name)).length;
  const complete = videos >= VIDEOS && readdirSync(root).some((name) => name.endsWith('_test.csv'));
  return {
    ok: complete,
    text: `MicroCharades, ${videos} of ${VIDEOS} videos in ${path.relative(repository, root)}`,
    mend,
  };
}
