import { describe, expect, it } from 'vitest';
import { bareRun } from '@/test/support/bareRun';
import { registerGalleryLab } from '@/test/support/registerGalleryLab';

const lab = registerGalleryLab();
const unknown = '00000000-0000-7000-8000-000000000000';
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('the grid of a cell', () => {
  it('lists every video of the evaluation once, page after page', async () => {
    const seen: string[] = [];
    let cursor: { sortKey: number; videoId: string } | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof lab.list>> = await lab.world.caller.gallery.list({
        evaluationId: lab.evaluationOf('attention_e_e'),
        limit: 4,
        cursor,
      });
      expect(page.total).toBe(14);
      seen.push(...page.items.map((item) => item.videoId));
      cursor = page.next;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(4);
    expect([...seen].sort()).toEqual([...lab.seeded.videoIds].sort());
  });

  it('sorts by the mean difference to Base over the true classes, unlabelled videos last', async () => {
    const [ours, base] = [await lab.truthOf('attention_e_e'), await lab.truthOf('base')];
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
      const { items } = await lab.list('attention_e_e', { sort });
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
    const { items } = await lab.list('base', { sort: 'id' });
    expect(items.map((item) => item.videoId)).toEqual([...lab.seeded.videoIds].sort());
    expect(items.every((item) => item.delta === null)).toBe(true);
  });

  it('calls a video right when its highest score is a true class, and neither right nor wrong without labels', async () => {
    const rows = await lab.truthOf('base');
    const isRight = (row: (typeof rows)[number]) => row.classes.includes(row.scores.indexOf(Math.max(...row.scores)));
    const labelled = rows.filter((row) => row.classes.length > 0);
    const right = await lab.list('base', { right: 'right' });
    const wrong = await lab.list('base', { right: 'wrong' });
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
    expect(right.total + wrong.total).toBe(13);
    expect(wrong.total).toBeGreaterThan(0);
  });

  it('filters by a true class and by the box on the object', async () => {
    const rows = await lab.truthOf('random');
    const withClass = rows.filter((row) => row.classes.includes(2)).map((row) => row.videoId);
    const byClass = await lab.list('random', { class: 2 });
    expect(byClass.items.map((item) => item.videoId).sort()).toEqual(withClass.sort());
    const rated = rows.flatMap((row) => {
      const known = row.hits.filter((hit) => hit >= 0);
      return known.length > 0 ? [{ videoId: row.videoId, hit: mean(known) >= 0.5 }] : [];
    });
    const hit = await lab.list('random', { hit: 'hit' });
    const miss = await lab.list('random', { hit: 'miss' });
    expect(hit.items.map((item) => item.videoId).sort()).toEqual(
      rated
        .filter((row) => row.hit)
        .map((row) => row.videoId)
        .sort(),
    );
    expect(hit.total + miss.total).toBe(rated.length);
    expect(miss.total).toBeGreaterThan(0);
  });

  it('shows the clip with the highest scores of the true classes, its box and its frames', async () => {
    const rows = await lab.truthOf('attention_ce_ce');
    const { items } = await lab.list('attention_ce_ce');
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
    const { items } = await lab.list('repeat');
    expect(items.every((item) => item.box === null && item.hitRate === null)).toBe(true);
    const none = await lab.list('repeat', { hit: 'hit' });
    expect(none).toEqual({ items: [], total: 0, next: null });
  });

  it('refuses evaluations that are gone and pages that are none', async () => {
    const experimentId = lab.seeded.experimentId;
    const run = { experimentId, key: 'gone', seed: 9, deletedAt: new Date() };
    const runId = await bareRun(lab.world.db, run);
    const source = await lab.world.db.evaluation.findUniqueOrThrow({ where: { id: lab.evaluationOf('repeat') } });
    const gone = await lab.world.db.evaluation.create({
      data: {
        runId,
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
      await expect(lab.world.caller.gallery.list({ evaluationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const evaluationId = lab.evaluationOf('base');
    await expect(lab.world.caller.gallery.list({ evaluationId, limit: 0 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(lab.world.caller.gallery.list({ evaluationId: '../x' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('the way from video to video', () => {
  it('walks the filtered order from end to end', async () => {
    const filter = { right: 'right' as const, sort: 'loss' as const };
    const { items } = await lab.list('attention_e_e', filter);
    const order = items.map((item) => item.videoId);
    for (const [k, videoId] of order.entries()) {
      expect(await lab.neighbours('attention_e_e', videoId, filter)).toEqual({
        previous: order[k - 1] ?? null,
        next: order[k + 1] ?? null,
        place: k + 1,
        matching: order.length,
      });
    }
  });

  it('leads to the first match from a video that the filter leaves out', async () => {
    const [right, wrong] = [await lab.list('base', { right: 'right' }), await lab.list('base', { right: 'wrong' })];
    const found = await lab.neighbours('base', wrong.items[0]!.videoId, { right: 'right' });
    expect(found).toEqual({ previous: null, next: right.items[0]!.videoId, place: null, matching: right.total });
  });

  it('leads nowhere where nothing passes the filter', async () => {
    const found = await lab.neighbours('base', lab.seeded.videoIds[0]!, { hit: 'hit' });
    expect(found).toEqual({ previous: null, next: null, place: null, matching: 0 });
  });

  it('refuses an unknown evaluation and an empty video id', async () => {
    const videoId = lab.seeded.videoIds[0]!;
    await expect(lab.world.caller.gallery.neighbours({ evaluationId: unknown, videoId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(lab.neighbours('base', '')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
