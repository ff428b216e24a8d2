import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { createWorld } from '@/test/support/createWorld';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededExperiment;
let upload: typeof import('@/app/api/experiments/[id]/submissions/route');
let download: typeof import('@/app/api/evaluations/[id]/submission/route');
const unknown = '00000000-0000-7000-8000-000000000000';
const videos = 60;

const post = (body: BodyInit, { id = seeded.experimentId, name = 'Theirs', headers = {} } = {}) => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const length = bytes instanceof Uint8Array ? bytes.byteLength : 0;
  const url = `http://localhost/api/experiments/${id}/submissions?name=${encodeURIComponent(name)}&file=theirs.txt`;
  const sent = { host: 'localhost', 'content-type': 'text/tab-separated-values', 'content-length': String(length) };
  const request = new Request(url, { method: 'POST', body: bytes, headers: { ...sent, ...headers } });
  return upload.POST(request, { params: Promise.resolve({ id }) });
};
const fetchFile = (id: string) => download.GET(new Request('http://localhost/x'), { params: Promise.resolve({ id }) });

/** Eight scores a video, the same for all videos: every rank is a tie. */
const flat = (ids: string[]) => ids.map((id) => `${id} ${Array(8).fill('0.5').join(' ')}\n`).join('');
const testIds = async () =>
  (
    await world.db.datasetVideo.findMany({
      where: { datasetId: seeded.datasetId, split: 'test' },
      orderBy: { position: 'asc' },
    })
  ).map(({ videoId }) => videoId);
const list = () => world.caller.submission.list({ experimentId: seeded.experimentId });

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  upload = await import('@/app/api/experiments/[id]/submissions/route');
  download = await import('@/app/api/evaluations/[id]/submission/route');
  seeded = await seedExperiment(world.db, {
    root: world.home,
    seeds: [0],
    videos,
    name: 'Été: 50 % of "x"/..',
    cells: [
      { variant: 'base', fusion: 'late_fusion' },
      { variant: 'attention_e_e', fusion: 'late_fusion' },
    ],
  });
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

describe('an evaluation as a submission file', () => {
  it('has one line a video, separated by single spaces, under a name that says where it is from', async () => {
    const evaluation = await world.db.evaluation.findFirstOrThrow({ where: { variant: 'attention_e_e' } });
    const response = await fetchFile(evaluation.id);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="ete-50-of-x-attention_e_e-late_fusion-seed0.txt"',
    );
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(await testIds());
    expect(lines.every((line) => /^\S+( \S+){8}$/.test(line))).toBe(true);
  });

  it('gives the same mAP to the last digit when it comes back in', async () => {
    const evaluations = await world.db.evaluation.findMany({
      where: { run: { experimentId: seeded.experimentId } },
      select: { id: true, variant: true, map: true, wap: true, classAp: true },
    });
    expect(evaluations).toHaveLength(2);
    for (const { id, variant, map, wap, classAp } of evaluations) {
      const response = await post(await (await fetchFile(id)).text(), { name: variant });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({ map, wap, missing: 0, unknown: 0 });
      expect((await list()).at(-1)).toMatchObject({ name: variant, fileName: 'theirs.txt', map, wap, classAp, videos });
    }
  });

  it('leaves out videos that could not be read, which come back as missing and rank last', async () => {
    const { id } = await world.db.evaluation.findFirstOrThrow({ where: { variant: 'base' } });
    const rows = await world.db.evaluationVideo.findMany({ where: { evaluationId: id }, orderBy: { position: 'asc' } });
    const lost = rows[4]!;
    await world.db.evaluationVideo.updateMany({ where: { evaluationId: id, position: 4 }, data: { scores: [] } });
    const text = await (await fetchFile(id)).text();
    await world.db.evaluationVideo.updateMany({
      where: { evaluationId: id, position: 4 },
      data: { scores: lost.scores },
    });
    expect(text).not.toContain(lost.videoId);
    const added = await (await post(text, { name: 'one lost' })).json();
    const truth = await world.db.datasetVideo.findMany({
      where: { datasetId: seeded.datasetId },
      orderBy: { position: 'asc' },
    });
    const expected = scoreVideos(
      rows.map(({ scores }, k) => (k === 4 ? [] : scores)),
      truth.map(({ classes }) => Array.from({ length: 8 }, (_, c) => (classes.includes(c) ? 1 : 0))),
      8,
    );
    expect(added).toMatchObject({ missing: 1, map: expected.mAP, wap: expected.wAP });
  });

  it('writes every score with all its digits, also tiny ones and those that are no numbers', async () => {
    const { id } = await world.db.evaluation.findFirstOrThrow({ where: { variant: 'base' } });
    const where = { evaluationId: id, position: 4 };
    const { scores: before } = await world.db.evaluationVideo.findFirstOrThrow({ where });
    // Not by Prisma, which takes no NaN in a list.
    await world.db.$executeRaw`
      update evaluation_videos set scores = '{1e-7,3.4e38,0.1,0.33333334,0,NaN,Infinity,-Infinity}'
      where evaluation_id = ${id}::uuid and position = 4`;
    const text = await (await fetchFile(id)).text();
    await world.db.evaluationVideo.updateMany({ where, data: { scores: before } });
    expect(text.split('\n')[4]).toMatch(/^\S+ 1e-7 3\.4e\+38 0\.1 0\.33333334 0 NaN Inf -Inf$/);
  });

  it('there is none for unknown evaluations', async () => {
    expect((await fetchFile(unknown)).status).toBe(404);
    expect((await fetchFile('..')).status).toBe(404);
  });
});

describe('scores of others', () => {
  it('are counted with missing and unknown videos, and every score is kept', async () => {
    const ids = await testIds();
    const some = ids.slice(0, 50);
    const text = `${flat(some)}XXXXX 1 2 3 4 5 6 7 8\n${ids[50]} nan inf -inf 1e-300 0 -1 2 3\n`;
    const response = await post(text, { name: 'Partial' });
    expect(await response.json()).toMatchObject({ missing: 9, unknown: 1 });
    const row = (await list()).find(({ name }) => name === 'Partial')!;
    expect(row).toMatchObject({ missing: 9, unknown: 1, videos, split: 'test' });
    const stored = await world.db.$queryRaw<{ scores: string }[]>`
      select scores::text from submission_videos where submission_id = ${row.id}::uuid and video_id = ${ids[50]}`;
    expect(stored[0]?.scores).toBe('{NaN,Infinity,-Infinity,1e-300,0,-1,2,3}');
  });

  it.each<[string, BodyInit, string]>([
    ['a wrong number of scores', 'V0800 1 2 3\n', 'Line 1 ("V0800") has 3 scores; the dataset has 8 classes'],
    ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 'no UTF-8 text'],
    ['nothing', '', 'no line with scores'],
    ['videos of another dataset only', `XXXXX ${Array(8).fill('1').join(' ')}`, 'None of the 1 videos of this file'],
  ])('are refused with %s, and nothing is stored', async (_, body, message) => {
    const before = await world.db.submission.count();
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(message);
    expect(await world.db.submission.count()).toBe(before);
  });

  it('need a name and an experiment', async () => {
    const text = flat(await testIds());
    expect((await post(text, { name: '  ' })).status).toBe(400);
    expect((await post(text, { id: unknown })).status).toBe(404);
    expect((await post(text, { id: 'x' })).status).toBe(404);
  });

  it('are refused before the end of a large file, and leave nothing behind where the sender goes away', async () => {
    const line = `X ${Array(8).fill('0.5').join(' ')}\n`;
    let pieces = 0;
    const file = (end: (control: ReadableStreamDefaultController<Uint8Array>) => void) =>
      new ReadableStream<Uint8Array>({
        pull(control) {
          pieces += 1;
          if (pieces > 200) return end(control);
          control.enqueue(new TextEncoder().encode(pieces === 1 ? 'V0800 1 2 3\n' : line.repeat(2000)));
        },
      });
    const send = (body: ReadableStream, text: string) => {
      const url = `http://localhost/x?name=Large&file=${text}`;
      const init = { method: 'POST', body, duplex: 'half', headers: { 'content-length': '60000000' } };
      const id = seeded.experimentId;
      return upload.POST(new Request(url, init as RequestInit), { params: Promise.resolve({ id }) });
    };
    const refused = await send(
      file((control) => control.close()),
      'refused',
    );
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Line 1 ("V0800") has 3')]);
    await expect.poll(() => pieces, { timeout: 20_000 }).toBeGreaterThan(200);
    pieces = 198;
    const gone = await send(
      file((control) => control.error(new Error('gone'))),
      'gone',
    );
    expect(gone.status).toBe(400);
  });

  it('are refused where less arrives than was announced', async () => {
    const text = flat(await testIds());
    expect((await post(text, { headers: { 'content-length': '5' } })).status).toBe(400);
  });

  it('are held against one of our evaluations video by video, until they are taken away', async () => {
    const base = await world.db.evaluation.findFirstOrThrow({ where: { variant: 'base' } });
    const attention = await world.db.evaluation.findFirstOrThrow({ where: { variant: 'attention_e_e' } });
    const { id } = (await list()).find(({ name }) => name === 'attention_e_e')!;
    const ours = await world.caller.compare.videos({ baseline: base.id, other: attention.id });
    expect(ours.total.gained).toBeGreaterThan(0);
    expect(await world.caller.compare.videos({ baseline: base.id, other: id })).toEqual(ours);
    await world.caller.submission.delete({ id });
    await expect(world.caller.compare.videos({ baseline: base.id, other: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await world.caller.submission.restore({ id });
  });

  it('can be taken away and put back, and the live channel tells of it', async () => {
    const [row] = await list();
    const stamp = async () =>
      (await world.db.experiment.findUniqueOrThrow({ where: { id: seeded.experimentId } })).updatedAt.getTime();
    const before = await stamp();
    await world.caller.submission.delete({ id: row!.id });
    expect((await list()).map(({ id }) => id)).not.toContain(row!.id);
    const between = await stamp();
    expect(between).toBeGreaterThan(before);
    await world.caller.submission.restore({ id: row!.id });
    expect((await list())[0]).toEqual(row);
    expect(await stamp()).toBeGreaterThan(between);
    await expect(world.caller.submission.delete({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
