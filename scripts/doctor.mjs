// @ts-check
import {
  checkData,
  checkDisk,
  checkEngine,
  checkFfmpeg,
  checkFolders,
  checkNode,
  checkPackages,
  checkPostgres,
  checkSettings,
  checkTools,
} from './doctor/checks.mjs';

/** @type {[string, () => import('./doctor/checks.mjs').Finding | Promise<import('./doctor/checks.mjs').Finding>][]} */
const checks = [
  ['Node', checkNode],
  ['Tools', checkTools],
  ['Packages', checkPackages],
  ['Engine', checkEngine],
  ['ffmpeg', checkFfmpeg],
  ['Postgres', checkPostgres],
  ['Settings', checkSettings],
  ['Folders', checkFolders],
  ['Disk', checkDisk],
  ['Data set', checkData],
];

// `npm run doctor`: one line each, what is there or what is missing and the command that mends it. Works on a bare clone.
let missing = 0;
for (const [name, check] of checks) {
  let finding;
  try {
    finding = await check();
  } catch (error) {
    const { message, remedy } = /** @type {Error & { remedy?: string }} */ (error);
    finding = { ok: false, text: message, mend: remedy };
  }
  if (!finding.ok) missing += 1;
  const mend = finding.ok || !finding.mend ? '' : `  ->  ${finding.mend}`;
  console.log(`${finding.ok ? ' ok ' : 'MISS'}  ${name.padEnd(9)} ${finding.text}${mend}`);
}
process.exitCode = missing > 0 ? 1 : 0;
