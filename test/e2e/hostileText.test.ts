import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDb, type Db } from '@/server/db';
import { appRouter } from '@/server/routers/appRouter';
import { foreignToPages, foreignWords } from '@/test/support/foreignWords';
import { leavesOf, sampleOf, withValue } from '@/test/support/sampleOf';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let db: Db;
let seeded: SeededExperiment;
/** Values for the fields of an input by their names: those of rows that are there. */
let known: Record<string, unknown>;

beforeAll(async () => {
  workbench = await startTestWorkbench({ withWorkers: false });
  db = createDb(workbench.databaseUrl, { connections: 2 });
  seeded = await seedExperiment(db, {
    ...{ root: `${workbench.home}/artifacts`, seeds: [0], videos: 20 },
    cells: [
      { variant: 'base', fusion: 'late_fusion' },
      { variant: 'attention_e_e', fusion: 'late_fusion' },
    ],
  });
  const { id: evaluationId } = await db.evaluation.findFirstOrThrow({ where: { variant: 'attention_e_e' } });
  const runId = [...seeded.runs.values()][0]!;
  const id = seeded.experimentId;
  known = {
    ...{ id, experimentId: id, datasetId: seeded.datasetId, evaluationId, baseline: evaluationId, other: evaluationId },
    ...{ runId, runIds: [runId], lastEventId: '2026-01-01T00:00:00Z', cursor: null, weightsId: null },
  };
});
afterAll(async () => {
  await db?.$disconnect();
  await workbench?.stop();
});

const hostile: Record<string, unknown[]> = {
  string: [
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\u202Ecod.exe',
    '\u0007',
    '\u2028',
    'x'.repeat(5000),
    "'; drop table",
    '%',
    '',
  ],
  number: [-1, 2 ** 31, 2 ** 53 - 1, 1e300, -1e300, 1.5],
  any: [null, true, {}, [], [[]], { toString: 1 }],
};

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[] } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

async function ask(path: string, type: string, json: unknown): Promise<{ status: number; text: string }> {
  const input = JSON.stringify({ json });
  const url = `${workbench.url}/api/trpc/${path}`;
  const headers = { 'content-type': 'application/json' };
  const response =
    type === 'mutation' || input.length > 8000
      ? await fetch(url, { method: 'POST', headers, body: input })
      : await fetch(`${url}?input=${encodeURIComponent(input)}`);
  return { status: response.status, text: await response.text() };
}

const messageSchema = z.object({ error: z.object({ json: z.object({ message: z.string() }) }) });
const messageOf = (text: string) => messageSchema.parse(JSON.parse(text)).error.json.message;

/** Those answers that no user should get: failures of the server, and words that are not ours. */
function wrong({ status, text }: { status: number; text: string }): string[] {
  if (status < 400) return [];
  const message = messageOf(text);
  const ours = status < 500 && !foreignWords.test(message) && /[.?]$/.test(message);
  return ours ? [] : [`${status} ${message}`];
}

describe('what a procedure is asked', () => {
  const asked = procedures.filter(([, { _def }]) => _def.type !== 'subscription' && _def.inputs.length > 0);

  it.each(asked)('%s refuses what cannot be, in a sentence', async (path, { _def }) => {
    const schema = _def.inputs[0]!;
    // Nothing that is there is changed: mutations name rows that are not.
    const unknown = '00000000-0000-7000-8000-000000000000';
    const rows = _def.type === 'mutation' ? { ...known, id: unknown, runId: unknown, experimentId: unknown } : known;
    const sample = sampleOf(schema, rows);
    const complaints: string[] = [];
    for (const leaf of leavesOf(schema)) {
      const values = [...(hostile[leaf.kind] ?? hostile.string!), ...hostile.any!];
      const answers = values.map((value) => ask(path, _def.type, withValue(sample, leaf.path, value)));
      for (const [k, answer] of (await Promise.all(answers)).entries())
        for (const text of wrong(answer))
          complaints.push(`${leaf.path.join('.')} = ${JSON.stringify(values[k])}: ${text}`);
    }
    for (const value of hostile.any!) complaints.push(...wrong(await ask(path, _def.type, value)));
    expect(complaints).toEqual([]);
  });

  it('names the field and the character of a name that cannot be stored', async () => {
    for (const [name, character] of [
      ['\0 run', 'U+0000'],
      ['half \ud83d', 'U+D83D'],
      ['evil\u202E', 'U+202E'],
    ] as const) {
      const { status, text } = await ask('experiment.update', 'mutation', { id: seeded.experimentId, name });
      expect([status, messageOf(text)]).toEqual([
        400,
        expect.stringMatching(`^The name holds the character \\${character}`.replace('\\U', 'U').replace('+', '\\+')),
      ]);
    }
  });

  it('a request that is none gets a sentence, too', async () => {
    const url = `${workbench.url}/api/trpc`;
    const post = (path: string, body: string) =>
      fetch(`${url}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answers = [
      fetch(`${url}/no.such`),
      fetch(`${url}/run.byId?input=%7B`),
      fetch(`${url}/run.byId?input=%00`),
      fetch(`${url}/run.byId`),
      fetch(`${url}/run.cancel?input=%7B%7D`),
      fetch(`${url}/run.byId,run.list?batch=1&input=5`),
      fetch(`${url}/run.byId?input=${encodeURIComponent('{"json":{"id":1},"meta":{"values":{"id":["custom","x"]}}}')}`),
      fetch(`${url}/run.byId?input=${encodeURIComponent('{"json":null,"meta":7}')}`),
      fetch(`${url}/${Array(25).fill('worker.list').join(',')}?batch=1`),
      post('run.cancel', '{'),
      post('run.cancel', ''),
      post('run.cancel', '[[['),
      post('run.cancel', '\0'),
    ];
    for (const response of await Promise.all(answers)) {
      const text = await response.text();
      expect([response.url, response.status < 500, foreignWords.exec(text)]).toEqual([...[response.url, true, null]]);
    }
  });
});

describe('routes of bytes', () => {
  const texts = ['%00', 'a%00b', '%07', 'x'.repeat(3000), "'", '..%2f', '%E2%80%AE'];
  const paths = (text: string, id: string) => [
    `/api/artifacts/${text}`,
    `/api/artifacts/${id}?name=${text}`,
    `/api/runs/${text}/log`,
    `/api/runs/${text}/weights`,
    `/api/runs/${id}/weights?format=${text}`,
    `/api/runs/${id}/weights?step=${text}`,
    `/api/runs/${id}/weights?step=99999999999`,
    `/api/evaluations/${text}/submission`,
    `/api/evaluations/${text}/maps/0`,
    `/api/evaluations/${id}/maps/${text}`,
    `/api/evaluations/${id}/maps/999999999`,
  ];

  it('refuse hostile ids and parameters with a sentence', async () => {
    const complaints: string[] = [];
    for (const text of texts)
      for (const path of paths(text, [...seeded.runs.values()][0]!)) {
        const response = await fetch(workbench.url + path);
        const body = response.headers.get('content-type')?.includes('html') ? '' : await response.text();
        const fine = response.status < 500 && (response.status < 400 || !foreignWords.test(body));
        if (!fine) complaints.push(`${path.slice(0, 120)}: ${response.status} ${body.slice(0, 200)}`);
      }
    expect(complaints).toEqual([]);
  });

  it('take no submission whose name or file name cannot be stored, and say why', async () => {
    const url = `${workbench.url}/api/experiments/${seeded.experimentId}/submissions`;
    const headers = { 'content-type': 'text/tab-separated-values' };
    const send = (query: string, body = 'V0800 1 2 3 4 5 6 7 8\n') =>
      fetch(url + query, { method: 'POST', headers, body });
    for (const [query, said] of [
      ['?name=a%1Bb', 'The name holds the character U+001B'],
      ['?name=a%0Ab', 'The name holds a line break'],
      ['?name=%E2%80%8B', 'Give the scores a name'],
      ['?name=fine&file=a%07b', 'The name of the file holds the character U+0007'],
      [`?name=${'x'.repeat(121)}`, 'The name has at most 120 characters'],
    ] as const) {
      const response = await send(query);
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(said)]);
    }
    const binary = await send('?name=fine', 'V0800\0 1 2 3 4 5 6 7 8\n');
    expect([binary.status, await binary.text()]).toEqual([400, expect.stringContaining('Line 1 holds characters')]);
  });
});

describe('what stands in the address of a page', () => {
  const queries = (id: string) => [
    ...[7, 99999999, '99999999999999999999', -3, 'x', '1e9', '%07', 0].map((page) => `/runs?page=${page}`),
    ...['q=%07', `q=${'x'.repeat(5000)}`, 'status=GONE', 'experiment=x', 'sort=-nothing', 'sort=%07'].map(
      (q) => `/runs?${q}`,
    ),
    ...['experiment=11111111-1111-1111-1111-111111111111', 'group=x,%07', 'columns=%07,config.x'].map(
      (q) => `/runs?${q}`,
    ),
    ...[
      'tab=x',
      'smooth=1e99',
      'smooth=-5&scale=cubic',
      'tab=log&search=%07',
      'tab=log&levels=loud',
      'tab=evaluations&order=x',
    ].map((q) => `/runs/${id}?${q}`),
    ...['seed=99999999999', 'seed=-1', 'seed=7', 'cell=%07', 'cell=a.b', 'chart=pie'].map(
      (q) => `/experiments/${seeded.experimentId}?${q}`,
    ),
    ...[
      'seed=99999999999',
      'seed=7',
      'class=99999999999',
      'class=8',
      'variant=x',
      'fusion=%07',
      'sort=x&right=x&hit=x',
    ].map((q) => `/experiments/${seeded.experimentId}/videos?${q}`),
    ...['clip=99999999999', 'frame=-1', 'show=x,y', 'scores=x', 'seed=9'].map(
      (q) => `/experiments/${seeded.experimentId}/videos/V0800?${q}`,
    ),
    ...['class=99999999999', 'class=-1', 'split=dev', 'state=lost'].map((q) => `/datasets/${seeded.datasetId}?${q}`),
    ...[
      `runs=${id},11111111-1111-1111-1111-111111111111`,
      `runs=${id},x,%07`,
      'runs=',
      `runs=${id}&baseline=x&against=%07&metric=a.b`,
    ].map((q) => `/compare?${q}`),
    ...['from=x', 'run=', 'run=%07'].map((q) => `/datasets/import?${q}`),
    '/weights/import?from=x',
  ];

  it('falls back to something sensible where it is stale or made up', async () => {
    const complaints: string[] = [];
    for (const path of queries([...seeded.runs.values()][0]!)) {
      const response = await fetch(workbench.url + path);
      const text = (await response.text()).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]*>/g, ' ');
      const fault = /This page failed|nothing at this address|Could not load/.exec(text) ?? foreignToPages.exec(text);
      if (response.status !== 200 || fault)
        complaints.push(`${path.slice(0, 150)}: ${response.status} ${fault?.[0] ?? ''}`);
    }
    expect(complaints).toEqual([]);
  });

  it('leads to the last page of runs where there are fewer, with its rows', async () => {
    for (const page of [1, 99_999, 2 ** 31 - 1]) {
      const { text } = await ask('run.list', 'query', { page, limit: 1 });
      const { json } = JSON.parse(text).result.data;
      expect(json).toMatchObject({ page: Math.min(page, json.total - 1), items: [{ id: expect.any(String) }] });
    }
  });

  it('is the page of what is not found where an id is unknown or none', async () => {
    const ids = [
      'x',
      '11111111-1111-1111-1111-111111111111',
      '00000000-0000-7000-8000-000000000000',
      'x'.repeat(2000),
      '%25',
    ];
    const paths = ids.flatMap((id) => [
      ...[
        `/runs/${id}`,
        `/experiments/${id}`,
        `/experiments/${id}/videos`,
        `/datasets/${id}`,
        `/datasets/import/${id}`,
        `/weights/${id}`,
      ],
      ...[
        `/experiments/${seeded.experimentId}/videos/${id}`,
        `/experiments/new?from=${id}`,
        `/experiments/new?run=${id}`,
      ],
    ]);
    const answers = await Promise.all(
      paths.map(async (path) => {
        const response = await fetch(workbench.url + path);
        const text = await response.text();
        const fine =
          response.status === 404 &&
          text.includes('There is nothing at this address') &&
          text.includes('All experiments');
        return fine ? null : `${path.slice(0, 120)}: ${response.status}`;
      }),
    );
    expect(answers.filter((answer) => answer !== null)).toEqual([]);
  });
});
