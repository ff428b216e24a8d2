import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fusion } from '@/domain/fusions';
import type { GalleryFilter } from '@/domain/galleryFilter';
import type { VariantId } from '@/domain/variants';
import { createWorld } from '@/test/support/createWorld';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';

type World = Awaited<ReturnType<typeof createWorld>>;
let world: World;
let seeded: SeededGallery;
const unknown = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld();
  seeded = await seedGallery(world.db, { home: world.home, videos: 14, seeds: [0, 1], pending: ['center'] });
});
afterAll(() => world.close());

const cell = (variant: VariantId, fusion: Fusion = 'temporal_concat', seed = 0) => ({
  experimentId: seeded.experimentId,
  variant,
  fusion,
  seed,
});
const evaluationOf = (variant: VariantId) => seeded.evaluations.get(`${variant}/temporal_concat/0`)!;
const list = (variant: VariantId, filter: Partial<GalleryFilter> = {}) =>
  world.caller.gallery.list({ evaluationId: evaluationOf(variant), filter });
const neighbours = (variant: VariantId, videoId: string, filter: Partial<GalleryFilter> = {}) =>
  world.caller.gallery.neighbours({ evaluationId: evaluationOf(variant), videoId, filter });

/** Labels and stored scores, read past the gallery. */
async function truthOf(variant: VariantId) {
  const evaluationId = evaluationOf(variant);
  const rows = await world.db.evaluationVideo.findMany({ where: { evaluationId } });
  const videos = await world.db.datasetVideo.findMany({ where: { datasetId: seeded.dataset.id } });
  return rows.map((row) => ({ ...row, classes: videos.find((video) => video.videoId === row.videoId)!.classes }));
}
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('the grid of a cell', () => {
  it('lists every video of the evaluation once, page after page', async () => {
    const seen: string[] = [];
    let cursor: { sortKey: number; videoId: string } | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof list>> = await world.caller.gallery.list({
        evaluationId: evaluationOf('attention_e_e'),
        limit: 4,
        cursor,
      });
      expect(page.matching).toBe(14);
      seen.push(...page.items.map((item) => item.videoId));
      cursor = page.next;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(4);
    expect([...seen].sort()).toEqual([...seeded.videoIds].sort());
  });

  it('sorts by the mean difference to Base over the true classes, unlabelled videos last', async () => {
    const [ours, base] = [await truthOf('attention_e_e'), await truthOf('base')];
    const expected = new Map(
      ours.map(({ videoId, classes, scores }) => {
        const other = base.find((row) => row.videoId === videoId)!;
        return [videoId, classes.length ? mean(classes.map((c) => scores[c]! - other.scores[c]!)) : null];
      }),
    );
    for (const [sort, sign] of [
      ['gain', -1],
      ['loss', 1],
    ] as const) {
      const { items } = await list('attention_e_e', { sort });
      expect(items.at(-1)?.delta).toBeNull();
      const deltas = items.slice(0, -1).map((item) => item.delta!);
      expect(deltas).toEqual([...deltas].sort((a, b) => sign * (a - b)));
      for (const item of items) {
        const wanted = expected.get(item.videoId)!;
        if (wanted === null) expect(item.delta).toBeNull();
        else expect(item.delta).toBeCloseTo(wanted, 6);
      }
    }
  });

  it('sorts by id where asked, and has no difference for Base itself', async () => {
    const { items } = await list('base', { sort: 'id' });
    expect(items.map((item) => item.videoId)).toEqual([...seeded.videoIds].sort());
    expect(items.every((item) => item.delta === null)).toBe(true);
  });

  it('calls a video right when its highest score is a true class, and neither right nor wrong without labels', async () => {
    const rows = await truthOf('base');
    const isRight = (row: (typeof rows)[number]) => row.classes.includes(row.scores.indexOf(Math.max(...row.scores)));
    const labelled = rows.filter((row) => row.classes.length > 0);
    const right = await list('base', { right: 'right' });
    const wrong = await list('base', { right: 'wrong' });
    expect(right.items.map((item) => item.videoId).sort()).toEqual(
      labelled
        .filter(isRight)
        .map((row) => row.videoId)
        .sort(),
    );
    expect(wrong.items.map((item) => item.videoId).sort()).toEqual(
      labelled
        .filter((row) => !isRight(row))
        .map((row) => row.videoId)
        .sort(),
    );
    expect(right.matching + wrong.matching).toBe(13);
    expect(wrong.matching).toBeGreaterThan(0);
  });

  it('filters by a true class and by the box on the object', async () => {
    const rows = await truthOf('random');
    const withClass = rows.filter((row) => row.classes.includes(2)).map((row) => row.videoId);
    const byClass = await list('random', { class: 2 });
    expect(byClass.items.map((item) => item.videoId).sort()).toEqual(withClass.sort());
    const rated = rows.flatMap((row) => {
      const known = row.hits.filter((hit) => hit >= 0);
      return known.length > 0 ? [{ videoId: row.videoId, hit: mean(known) >= 0.5 }] : [];
    });
    const hit = await list('random', { hit: 'hit' });
    const miss = await list('random', { hit: 'miss' });
    expect(hit.items.map((item) => item.videoId).sort()).toEqual(
      rated
        .filter((row) => row.hit)
        .map((row) => row.videoId)
        .sort(),
    );
    expect(hit.matching + miss.matching).toBe(rated.length);
    expect(miss.matching).toBeGreaterThan(0);
  });

  it('shows the clip with the highest scores of the true classes, its box and its frames', async () => {
    const rows = await truthOf('attention_ce_ce');
    const { items } = await list('attention_ce_ce');
    for (const item of items.filter((candidate) => candidate.classes.length > 0)) {
      const row = rows.find((candidate) => candidate.videoId === item.videoId)!;
      const means = [0, 1, 2].map((clip) => mean(item.classes.map((c) => row.clipScores[clip * 8 + c]!)));
      expect(item.clip).toBe(means.indexOf(Math.max(...means)));
      const [top, left, height, width] = row.boxes.slice(item.clip * 4, item.clip * 4 + 4);
      expect(item.box).toEqual({ top, left, height, width });
      expect(item.frames?.clip).toBe(item.clip);
      expect(item.frames?.view).toEqual({ top: 0.0625, left: 0.0625, height: 0.875, width: 0.875 });
    }
  });

  it('has no box where the row has none, and an empty page where nothing passes', async () => {
    const { items } = await list('repeat');
    expect(items.every((item) => item.box === null && item.hitRate === null)).toBe(true);
    const none = await list('repeat', { hit: 'hit' });
    expect(none).toEqual({ items: [], matching: 0, next: null });
  });

  it('refuses evaluations that are gone and pages that are none', async () => {
    const run = await world.db.run.create({
      data: {
        experimentId: seeded.experimentId,
        key: 'gone',
        name: 'gone',
        config: {},
        seed: 9,
        deletedAt: new Date(),
      },
    });
    const source = await world.db.evaluation.findUniqueOrThrow({ where: { id: evaluationOf('repeat') } });
    const gone = await world.db.evaluation.create({
      data: {
        runId: run.id,
        variant: 'repeat',
        fusion: 'late_fusion',
        protocol: {},
        protocolKey: source.protocolKey,
        oracle: false,
        checkpointStep: 1,
        map: 0,
        wap: 0,
        hash: '',
      },
    });
    for (const evaluationId of [unknown, gone.id]) {
      await expect(world.caller.gallery.list({ evaluationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const evaluationId = evaluationOf('base');
    await expect(world.caller.gallery.list({ evaluationId, limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(world.caller.gallery.list({ evaluationId: '../x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a cell', () => {
  it('has an evaluation, its number of videos, and a Base to be compared with', async () => {
    const state = await world.caller.gallery.cell(cell('attention_ce_ce', 'late_fusion', 1));
    expect(state).toMatchObject({ total: 14, comparable: true, state: 'done', run: null });
    expect(state.evaluation).toMatchObject({
      id: seeded.evaluations.get('attention_ce_ce/late_fusion/1'),
      objective: 'cross_entropy',
      oracle: true,
      runName: 'Attention L_CE from original, late, seed 1',
    });
  });

  it('takes Base from the one training that both columns share, and does not compare it with itself', async () => {
    const { evaluation, comparable } = await world.caller.gallery.cell(cell('base', 'late_fusion', 1));
    expect(evaluation?.id).toBe(seeded.evaluations.get('base/temporal_concat/1'));
    expect(comparable).toBe(false);
  });

  it('says which run a missing evaluation waits for', async () => {
    const state = await world.caller.gallery.cell(cell('center'));
    expect(state.evaluation).toBeNull();
    expect(state).toMatchObject({ state: 'queued', run: { name: 'Centre crop from V_in, concat, seed 0' } });
    expect(await world.caller.gallery.cell(cell('true_box'))).toMatchObject({ state: 'missing', run: null });
  });

  it('refuses unknown experiments and rows that do not exist', async () => {
    await expect(world.caller.gallery.cell({ ...cell('base'), experimentId: unknown })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      world.caller.gallery.cell({ ...cell('base'), variant: 'nonsense' as VariantId }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the way from video to video', () => {
  it('walks the filtered order from end to end', async () => {
    const filter = { right: 'right' as const, sort: 'loss' as const };
    const { items } = await list('attention_e_e', filter);
    const order = items.map((item) => item.videoId);
    for (const [k, videoId] of order.entries()) {
      expect(await neighbours('attention_e_e', videoId, filter)).toEqual({
        previous: order[k - 1] ?? null,
        next: order[k + 1] ?? null,
        place: k + 1,
        matching: order.length,
      });
    }
  });

  it('leads to the first match from a video that the filter leaves out', async () => {
    const [right, wrong] = [await list('base', { right: 'right' }), await list('base', { right: 'wrong' })];
    const found = await neighbours('base', wrong.items[0]!.videoId, { right: 'right' });
    expect(found).toEqual({ previous: null, next: right.items[0]!.videoId, place: null, matching: right.matching });
  });

  it('leads nowhere where nothing passes the filter', async () => {
    const found = await neighbours('base', seeded.videoIds[0]!, { hit: 'hit' });
    expect(found).toEqual({ previous: null, next: null, place: null, matching: 0 });
  });

  it('refuses an unknown evaluation and an empty video id', async () => {
    const videoId = seeded.videoIds[0]!;
    await expect(world.caller.gallery.neighbours({ evaluationId: unknown, videoId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(neighbours('base', '')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('one video', () => {
  const byVideo = (videoId: string, fusion: Fusion = 'late_fusion', seed = 1) =>
    world.caller.gallery.byVideo({ experimentId: seeded.experimentId, videoId, fusion, seed });

  it('brings every evaluated row of the column in the order of Table 2, with clips and labels', async () => {
    const video = await byVideo(seeded.videoIds[0]!);
    expect(video.evaluations.map((evaluation) => evaluation.variant)).toEqual([
      'base',
      'repeat',
      'random',
      'attention_ce_ce',
      'attention_ce_e_upscaled',
      'attention_e_e',
    ]);
    expect(video.evaluations.slice(1).every((evaluation) => evaluation.fusion === 'late_fusion')).toBe(true);
    expect(video.clips.map((clip) => clip.firstFrame)).toEqual([0, 8, 16]);
    expect(video.actions.map((action) => action.class).sort()).toEqual([...video.trueClasses].sort());
    expect(video).toMatchObject({ fps: 8, split: 'test', lengthSeconds: 3, otherProtocol: [] });
    const attention = video.evaluations.find((evaluation) => evaluation.variant === 'attention_e_e');
    expect(attention).toMatchObject({ objective: 'entropy', oracle: false, hasMaps: true, mapSide: 56, position: 0 });
    expect(attention?.boxes).toHaveLength(12);
    expect(video.evaluations.find((evaluation) => evaluation.variant === 'attention_ce_ce')?.oracle).toBe(true);
  });

  it('keeps rows apart that were evaluated on other clips', async () => {
    const id = seeded.evaluations.get('random/late_fusion/1')!;
    await world.db.evaluation.update({ where: { id }, data: { protocolKey: 'other' } });
    const video = await byVideo(seeded.videoIds[1]!);
    await world.db.evaluation.update({ where: { id }, data: { protocolKey: 'micro-3' } });
    expect(video.otherProtocol).toEqual(['random']);
    expect(video.evaluations.map((evaluation) => evaluation.variant)).not.toContain('random');
  });

  it('refuses an unknown video and an empty id', async () => {
    await expect(byVideo('nobody')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('nobody'),
    });
    await expect(byVideo('')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('what can be chosen', () => {
  it('names rows, columns, seeds and classes of the experiment, and a row with boxes as the first view', async () => {
    const axes = await world.caller.gallery.axes({ experimentId: seeded.experimentId });
    expect(axes.experimentName).toBe('Table 2 on MicroCharades');
    expect(axes.variants).toContain('center');
    expect(axes.fusions).toEqual(['temporal_concat', 'late_fusion']);
    expect(axes.seeds).toEqual([0, 1]);
    expect(axes.classes).toHaveLength(8);
    expect(axes.defaults).toEqual({ variant: 'attention_e_e', fusion: 'temporal_concat', seed: 0 });
  });

  it('does not know deleted experiments, nor ids that are none', async () => {
    const copy = await world.db.experiment.create({ data: { name: 'gone', spec: {}, deletedAt: new Date() } });
    await expect(world.caller.gallery.axes({ experimentId: copy.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.caller.gallery.axes({ experimentId: '../etc' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

it('finds Base also where the experiment reuses the base run of another one', async () => {
  const cells = [{ variant: 'attention_e_e' as const, fusion: 'temporal_concat' as const }];
  const reusing = await seedGallery(world.db, { home: world.home, cells, reuse: seeded });
  const { evaluation, comparable } = await world.caller.gallery.cell({
    experimentId: reusing.experimentId,
    variant: 'attention_e_e',
    fusion: 'temporal_concat',
    seed: 0,
  });
  expect(comparable).toBe(true);
  const page = await world.caller.gallery.list({ evaluationId: evaluation!.id });
  expect(page.items.filter((item) => item.delta !== null)).toHaveLength(13);
});
