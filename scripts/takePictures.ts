import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { foveaHome } from '@/scripts/setup/paths.mjs';
import { runningIn } from '@/scripts/start/holdHome';
import { linkTo } from '@/scripts/start/linkTo';
import { launchChromium } from '@/test/support/chromium';
import { openPage, type PageLook } from '@/test/support/inspectPage';

const usage = `Takes pictures of the real pages of a running workbench that has a finished experiment.
  --url LINK     the workbench, with its token (default: the one that runs in FOVEA_HOME)
  --out FOLDER   where the pictures go (default docs/pictures)
  --all          every page, wide and narrow, light and dark, for looking them over`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: runningIn(foveaHome())?.link ?? 'http://127.0.0.1:3000' },
    out: { type: 'string', default: 'docs/pictures' },
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Shot = { name: string; path: string; look: PageLook };

/** The pages worth showing, of the newest experiment that has a score. */
async function pages(url: string): Promise<{ name: string; path: string }[]> {
  const api = createApiClient(url);
  const { items: experiments } = await api.experiment.list.query({});
  const experiment = experiments.find(({ best }) => best !== null);
  if (!experiment) throw new Error(`${url} has no experiment: run \`npm run demo\` first`);
  const { items: runs } = await api.run.list.query({ experimentId: experiment.id, limit: 50 });
  const attention = runs.find(({ name }) => name.startsWith('Attention L_E')) ?? runs[0];
  const base = runs.find(({ name }) => name.startsWith('Base')) ?? runs[0];
  if (!attention || !base) throw new Error('the experiment has no runs yet');
  const videos = `/experiments/${experiment.id}/videos`;
  const cell = 'variant=attention_e_e&fusion=temporal_concat';
  return [
    { name: 'home', path: '/' },
    { name: 'new-ablation', path: '/experiments/new' },
    { name: 'table2', path: `/experiments/${experiment.id}` },
    { name: 'gallery', path: `${videos}?${cell}` },
    { name: 'video', path: `${videos}/M0947?${cell}&show=base,attention_e_e,attention_ce_e_upscaled,random` },
    { name: 'runs', path: '/runs' },
    { name: 'run', path: `/runs/${base.id}` },
    { name: 'run-evaluations', path: `/runs/${attention.id}?tab=evaluations` },
    { name: 'run-config', path: `/runs/${attention.id}?tab=config` },
    { name: 'run-log', path: `/runs/${attention.id}?tab=log` },
    { name: 'run-attempts', path: `/runs/${attention.id}?tab=attempts` },
    { name: 'compare', path: `/compare?runs=${base.id},${attention.id}` },
    { name: 'datasets', path: '/datasets' },
    { name: 'workers', path: '/workers' },
  ];
}

function shots(all: { name: string; path: string }[]): Shot[] {
  if (values.all) {
    return all.flatMap((page) =>
      ([1440, 390] as const).flatMap((width) =>
        (['light', 'dark'] as const).map((scheme) => ({
          name: `${page.name}-${width}-${scheme}`,
          path: page.path,
          look: { width, scheme },
        })),
      ),
    );
  }
  const find = (name: string) => all.find((page) => page.name === name)?.path ?? '/';
  const wide = (name: string, scheme: 'light' | 'dark', as = name): Shot => ({
    name: as,
    path: find(name),
    look: { width: 1440, scheme },
  });
  return [
    wide('table2', 'light', 'table2-light'),
    wide('table2', 'dark', 'table2-dark'),
    wide('new-ablation', 'light'),
    wide('gallery', 'light'),
    wide('video', 'light'),
    wide('run', 'light'),
    wide('compare', 'light'),
  ];
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage);
  mkdirSync(values.out, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const { name, path: route, look } of shots(await pages(values.url))) {
      const { page, complaints, close } = await openPage(browser, linkTo(values.url, route), look);
      await page.screenshot({ path: path.join(values.out, `${name}.png`), fullPage: values.all || name === 'video' });
      await close();
      console.log(name, complaints.length > 0 ? complaints.join(' | ') : '');
    }
  } finally {
    await browser.close();
  }
}

await main();
