import { execFile } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { foveaCache } from '@/scripts/setup/paths.mjs';
import { withLock } from '@/scripts/setup/withLock.mjs';

const run = promisify(execFile);

/** Folder of the npm package that carries a headless Chromium, its libraries and fonts, each packed with brotli. */
function packedChromium(): { bin: string; version: string } {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const folder = main.slice(0, main.lastIndexOf(`${path.sep}build${path.sep}`));
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return { bin: path.join(folder, 'bin'), version };
}

async function unpack(source: string, target: string, mode = 0o644): Promise<void> {
  await pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target, { mode }));
}

async function unpackTar(source: string, folder: string): Promise<void> {
  const archive = `${folder}.tar`;
  await unpack(source, archive);
  mkdirSync(folder);
  await run('tar', ['-xf', archive, '-C', folder]);
  rmSync(archive);
}

/** Text is drawn with the fonts of the machine, or with the one that comes along where there are none. */
function fontConfig(folder: string): string {
  const places = ['/usr/share/fonts', path.join(folder, 'fonts')].map((place) => `<dir>${place}</dir>`).join('');
  return `<?xml version="1.0"?><fontconfig>${places}<cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>\n`;
}

/** The unpacked browser in the cache (200 MB, 3 s the first time); complete once the folder has its name. */
async function chromiumFolder(): Promise<string> {
  const { bin, version } = packedChromium();
  const folder = path.join(foveaCache(), 'chromium', `${version}-${process.platform}-${process.arch}`);
  await withLock(path.join(foveaCache(), 'chromium-lock'), async () => {
    if (existsSync(folder)) return;
    const fresh = `${folder}.unpacking`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    await unpack(path.join(bin, 'chromium.br'), path.join(fresh, 'chromium'), 0o755);
    await unpackTar(path.join(bin, 'al2023.tar.br'), path.join(fresh, 'libraries'));
    await unpackTar(path.join(bin, 'fonts.tar.br'), path.join(fresh, 'fonts'));
    writeFileSync(path.join(fresh, 'fonts.conf'), fontConfig(folder));
    renameSync(fresh, folder);
  });
  return folder;
}

/**
 * A Chromium for the tests: the one that FOVEA_CHROMIUM names, else the one from npm, which needs nothing installed on the machine: the
 * libraries that a bare Debian lacks (NSS, NSPR, expat) and fonts come with it. FOVEA_TEST_VISIBLE shows the first of them on the screen;
 * FOVEA_TEST_TRACES names a folder for a trace of every window.
 */
export async function launchChromium(): Promise<Browser> {
  const browser = await launch();
  const traces = process.env.FOVEA_TEST_TRACES;
  if (traces) keepTraces(browser, path.resolve(traces));
  return browser;
}

async function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];
  const named = process.env.FOVEA_CHROMIUM;
  const visible = process.env.FOVEA_TEST_VISIBLE;
  if (visible && !named)
    throw new Error('The Chromium of the tests has no window: name another one in FOVEA_CHROMIUM.');
  if (named)
    return chromium.launch({ executablePath: named, args, ...(visible ? { headless: false, slowMo: 250 } : {}) });
  const folder = await chromiumFolder();
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: path.join(folder, 'libraries', 'lib'),
    FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
  };
  return chromium.launch({ executablePath: path.join(folder, 'chromium'), args, env });
}

/** Every context is recorded from its beginning; its trace is written when it, or the browser, is closed. */
function keepTraces(browser: Browser, folder: string): void {
  const [newContext, close] = [browser.newContext.bind(browser), browser.close.bind(browser)];
  const open = new Set<BrowserContext>();
  let count = 0;
  const save = async (context: BrowserContext) => {
    if (!open.delete(context)) return;
    count += 1;
    await context.tracing.stop({ path: path.join(folder, `${process.pid}-${count}.zip`) });
  };
  browser.newContext = async (options) => {
    const context = await newContext(options);
    const end = context.close.bind(context);
    await context.tracing.start({ screenshots: true, snapshots: true });
    open.add(context);
    context.close = async (reason) => {
      await save(context);
      await end(reason);
    };
    return context;
  };
  browser.close = async (reason) => {
    for (const context of open) await save(context);
    await close(reason);
  };
}
