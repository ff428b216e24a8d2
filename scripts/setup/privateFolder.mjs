// @ts-check
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { SetupError } from './setupError.mjs';

const OTHERS = 0o007;
const GROUP = 0o070;
const MAY_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * What a folder of the user is to other users of the machine. `problem`: it cannot be used like this; `open`: others may enter it;
 * `warnings`: others may put another one in its place.
 * @typedef {{ real: string, exists: boolean, open: boolean, problem?: { message: string, remedy: string }, warnings: string[] }} FolderFindings
 */

/** Bits that must not be set. PostgreSQL runs as a user of its own where root starts it and passes through by its group. */
const closedTo = () => (process.getuid?.() === 0 ? OTHERS | (GROUP & ~0o010) : OTHERS | GROUP);

/**
 * Looks at a folder without changing anything.
 * @param {string} folder
 * @param {string} variable that names it: FOVEA_HOME
 * @returns {FolderFindings}
 */
export function lookAtFolder(folder, variable) {
  try {
    return find(folder, variable);
  } catch (cause) {
    throw unusable(folder, variable, cause);
  }
}

/** @param {string} folder @param {string} variable @returns {FolderFindings} */
function find(folder, variable) {
  const me = process.getuid?.() ?? 0;
  const another = `name another folder with ${variable}`;
  const stats = statSync(folder, { throwIfNoEntry: false });
  /** @param {string} message @param {string} remedy @returns {FolderFindings} */
  const refused = (message, remedy) => ({
    real: folder,
    exists: stats !== undefined,
    open: false,
    problem: { message, remedy },
    warnings: [],
  });
  const link = lstatSync(folder, { throwIfNoEntry: false });
  if (link && !stats)
    return refused(
      `${variable}: ${folder} is a link to a folder that is not there.`,
      `Make that folder, or ${another}.`,
    );
  if (stats && !stats.isDirectory())
    return refused(`${variable}: ${folder} is a file, not a folder.`, `Move it away, or ${another}.`);
  const foreign = [link, stats].find((found) => found && found.uid !== me && !(found === link && found.uid === 0));
  if (foreign) {
    return refused(
      `${variable}: ${folder} belongs to another user (uid ${foreign.uid}), who could read and change everything in it.`,
      `Take it over (chown -R ${me} ${folder}), or ${another}.`,
    );
  }
  const real = stats ? realpathSync(folder) : path.resolve(folder);
  const open = stats !== undefined && (stats.mode & closedTo()) !== 0;
  if (open && !isOurs(readdirSync(folder))) {
    return refused(
      `${variable}: ${folder} is open to other users and holds things that are not Fovea's.`,
      `Name a folder of its own with ${variable}, such as ${path.join(folder, 'fovea')}` +
        (ownable(stats, folder) ? `, or close this one (chmod 700 ${folder}).` : '.'),
    );
  }
  return {
    real,
    exists: stats !== undefined,
    open,
    warnings: replaceable(real, me).map(
      (parent) =>
        `Other users may write to ${parent} and so put a folder of theirs in the place of ${folder} (${variable}).`,
    ),
  };
}

/** What homes and caches hold. A folder of which nothing is known is not closed: it may be /tmp, or the home of the user. */
const marks = [
  'artifacts',
  'chromium',
  'datasets',
  'engine',
  'ffmpeg',
  'frames',
  'logs',
  'postgres',
  'saliency',
  'video-index',
  'bench',
];

/** Whether a folder may be meant for Fovea alone. @param {import('node:fs').Stats} stats @param {string} folder */
const ownable = (stats, folder) =>
  (stats.mode & STICKY) === 0 && ![homedir(), '/'].includes(realpathSync(folder)) && path.dirname(folder) !== '/';

/** @param {string[]} names */
const isOurs = (names) => names.length === 0 || names.some((name) => marks.includes(name));

/** The nearest folder above that somebody else could rename things in. @param {string} folder @param {number} me */
function replaceable(folder, me) {
  for (let parent = path.dirname(folder); ; parent = path.dirname(parent)) {
    const stats = statSync(parent, { throwIfNoEntry: false });
    if (stats) {
      const { mode, uid } = stats;
      if ((uid !== me && uid !== 0) || ((mode & MAY_WRITE) !== 0 && (mode & STICKY) === 0)) return [parent];
    }
    if (parent === path.dirname(parent)) return [];
  }
}

/**
 * Makes a folder that nobody but this user can enter, or closes the one that is there.
 * @param {string} folder
 * @param {{ variable: string, say: (text: string) => void }} options
 * @throws SetupError where it is somebody else's, no folder, or cannot be written
 */
export function securePrivateFolder(folder, { variable, say }) {
  const { exists, open, problem, warnings } = lookAtFolder(folder, variable);
  if (problem) throw new SetupError(problem.message, problem.remedy);
  try {
    if (!exists) mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (open) close(folder, say);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(folder, variable, cause);
  }
  for (const warning of warnings) say(`Warning: ${warning}`);
}

/** @param {string} folder @param {string} variable @param {unknown} cause */
function unusable(folder, variable, cause) {
  const { code = '', message } = /** @type {NodeJS.ErrnoException} */ (cause);
  const reason = reasons[code] ?? message;
  return new SetupError(
    `${variable}: ${folder} cannot be used: ${reason}.`,
    `Mend that, or name another folder with ${variable}.`,
  );
}

/** @type {Record<string, string>} */
const reasons = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not change it',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'your share (quota) of its disk is used up',
  ENOTDIR: 'a part of its path is a file',
  ENAMETOOLONG: 'its path is too long',
  ELOOP: 'its path has links that lead in a circle',
};

/** @param {string} folder @param {(text: string) => void} say */
function close(folder, say) {
  const before = statSync(folder).mode;
  chmodSync(folder, before & 0o777 & ~closedTo());
  // What lies in it was made as open as the folder: should it ever be opened again, that stays closed.
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) chmodSync(place, statSync(place).mode & 0o777 & ~closedTo());
  }
  if ((statSync(folder).mode & closedTo()) !== 0) {
    return say(`Warning: ${folder} stays open to other users: its file system keeps no permissions.`);
  }
  say(`${folder} was open to other users of this machine; now only you can enter it.`);
  if ((before & MAY_WRITE & OTHERS) === 0) return;
  say(`Warning: they could also change what is in it. If you do not trust them all, remove it: rm -r ${folder}`);
}
