// @ts-check
import { spawnSync } from 'node:child_process';
import { SetupError } from './setupError.mjs';

export const MINIMUM_NODE = { major: 20, minor: 19 };

/** @param {string} version for example 20.19.5 */
export function isNodeRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM_NODE.major || (major === MINIMUM_NODE.major && minor >= MINIMUM_NODE.minor);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** @typedef {{ name: string, debian: string, isThere: () => boolean }} Tool */

/** @type {Record<'npm' | 'python' | 'compiler', Tool>} */
export const tools = {
  npm: { name: 'npm', debian: 'npm', isThere: () => works('npm', ['--version']) },
  python: {
    name: 'Python 3 with pip',
    debian: 'python3 python3-pip',
    isThere: () => works('python3', ['-m', 'pip', '--version']),
  },
  compiler: { name: 'the C++ compiler g++', debian: 'g++', isThere: () => works('g++', ['--version']) },
};

/**
 * Throws one error that names everything that is missing and the command that brings it.
 * @param {Tool[]} needed
 */
export function requireTools(needed) {
  const missing = needed.filter((tool) => !tool.isThere());
  if (missing.length === 0) return;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  throw new SetupError(
    `Missing: ${missing.map((tool) => tool.name).join(', ')}.`,
    `${sudo}apt-get install -y ${missing.map((tool) => tool.debian).join(' ')}`,
  );
}

export function requireNode(version = process.versions.node) {
  if (isNodeRecent(version)) return;
  throw new SetupError(
    `Node ${version} is too old: Fovea needs ${MINIMUM_NODE.major}.${MINIMUM_NODE.minor} or newer.`,
    'Install a current Node.js LTS (nodejs.org, nvm, or your distribution) and run the command again.',
  );
}
