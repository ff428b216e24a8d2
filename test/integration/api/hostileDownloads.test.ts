import contentDisposition from 'content-disposition';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submissionId } from '@/domain/submissionId';
import { attachment } from '@/server/artifacts/attachment';
import { createWorld } from '@/test/support/createWorld';
import { drawHostileNames } from '@/test/support/hostileNames';
import { nameEverything } from '@/test/support/nameEverything';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededExperiment;
const storable = drawHostileNames(10)
  .map((name) => name.replace(/[\0\p{Cs}]/gu, ''))
  .filter((name) => name !== '');

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  process.env.FOVEA_HOME = world.home;
  seeded = await seedExperiment(world.db, {
    root: world.home,
    seeds: [0],
    videos: 4,
    cells: [{ variant: 'base', fusion: 'late_fusion' }],
  });
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

/** Asks a route of bytes as a browser would. */
async function ask(
  route: { GET: (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response> },
  id: string,
) {
  const response = await route.GET(new Request('http://localhost/x', { headers: { host: 'localhost' } }), {
    params: Promise.resolve({ id }),
  });
  const { parameters } = contentDisposition.parse(response.headers.get('content-disposition') ?? '');
  return { status: response.status, name: parameters.filename ?? '', text: await response.text() };
}

describe('downloads of an experiment in which everything has a hostile name', () => {
  it('have a name that every system takes, and one line a video and an entry', async () => {
    const submission = await import('@/app/api/evaluations/[id]/submission/route');
    const log = await import('@/app/api/runs/[id]/log/route');
    const { id: runId } = await world.db.run.findFirstOrThrow({ where: { experimentId: seeded.experimentId } });
    const { id } = await world.db.evaluation.findFirstOrThrow({ where: { runId } });
    for (const name of storable) {
      await nameEverything(world.db, name);
      const scores = await ask(submission, id);
      expect([scores.status, scores.name]).toEqual([
        200,
        expect.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*-base-T\d+-seed0\.txt$/u),
      ]);
      const ids = (
        await world.db.evaluationVideo.findMany({ where: { evaluationId: id }, orderBy: { position: 'asc' } })
      ).map((video) => submissionId(video.videoId));
      expect(
        scores.text
          .trim()
          .split('\n')
          .map((line) => line.split(/\s/u)[0]),
      ).toEqual(ids);
      const lines = await ask(log, runId);
      expect([lines.status, lines.name]).toEqual([200, 'base-seed0.log']);
      expect(lines.text).not.toMatch(/(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
      expect(lines.text).toMatch(/^(\d{4}-\S+ \[\d+\] [A-Z]+ .*\n( {2}.*\n)*)*$/);
    }
  });

  it('say their name in the script it has, and in ASCII for old readers', () => {
    expect(attachment('net.txt')).toBe('attachment; filename="net.txt"');
    expect(attachment('straße-实验.txt')).toBe(
      'attachment; filename="stra_e-_.txt"; filename*=UTF-8\'\'stra%C3%9Fe-%E5%AE%9E%E9%AA%8C.txt',
    );
    expect(attachment('a"b\r\nx: y.txt')).not.toMatch(/[\r\n]/);
  });
});
