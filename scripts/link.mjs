// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { foveaHome } from './setup/paths.mjs';

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// `npm run link`: the link of the workbench that runs in this home, with its access token.
const home = foveaHome();
const file = path.join(home, 'running.json');
const { link, pid } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { link: '', pid: 0 };
if (link && isAlive(pid)) console.log(link);
else {
  console.error(`No workbench runs in ${home}. Start it with npm start, or name its folder in FOVEA_HOME.`);
  process.exitCode = 1;
}
