import { describe, expect, it } from 'vitest';
import type { Fusion } from '@/domain/fusions';
import type { VariantId } from '@/domain/variants';
import { registerGalleryLab } from '@/test/support/registerGalleryLab';
import { seedGallery } from '@/test/support/seedGallery';

const lab = registerGalleryLab();
const unknown = '00000000-0000-7000-8000-000000000000';

describe('a cell', () => {
  it('has an evaluation, its number of videos, and a Base to be compared with', async () => {
    const state = await lab.world.caller.gallery.cell(lab.cell('attention_ce_ce', 'late_fusion', 1));
    expect(state).toMatchObject({ total: 14, comparable: true, state: 'done', run: null });
    expect(state.evaluation).toMatchObject({
      id: lab.seeded.evaluations.get('attention_ce_ce/late_fusion/1'),
      objective: 'cross_entropy',
      oracle: true,
      runName: 'Attention L_CE from original, late, seed 1',
    });
  });

  it('takes Base from the one training that both columns share, and does not compare it with itself', async () => {
    const { evaluation, comparable } = await lab.world.caller.gallery.cell(lab.cell('base', 'late_fusion', 1));
    expect(evaluation?.id).toBe(lab.seeded.evaluations.get('base/temporal_concat/1'));
    expect(comparable).toBe(false);
  });

  it('says which run a missing evaluation waits for', async () => {
    const state = await lab.world.caller.gallery.cell(lab.cell('center'));
    expect(state.evaluation).toBeNull();
    expect(state).toMatchObject({ state: 'queued', run: { name: 'Centre crop from V_in, concat, seed 0' } });
    expect(await lab.world.caller.gallery.cell(lab.cell('true_box'))).toMatchObject({ state: 'missing', run: null });
  });

  it('refuses unknown experiments and rows that do not exist', async () => {
    await expect(lab.world.caller.gallery.cell({ ...lab.cell('base'), experimentId: unknown })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      lab.world.caller.gallery.cell({ ...lab.cell('base'), variant: 'nonsense' as VariantId }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('one video', () => {
  const byVideo = (videoId: string, fusion: Fusion = 'late_fusion', seed = 1) =>
    lab.world.caller.gallery.byVideo({ experimentId: lab.seeded.experimentId, videoId, fusion, seed });

  it('brings every evaluated row of the column in the order of Table 2, with clips and labels', async () => {
    const video = await byVideo(lab.seeded.videoIds[0]!);
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
    expect(attention).toMatchObject({ objective: 'entropy', oracle: false, maps: 'kept', mapSide: 56, position: 0 });
    expect(attention?.boxes).toHaveLength(12);
    expect(video.evaluations.find((evaluation) => evaluation.variant === 'attention_ce_ce')?.oracle).toBe(true);
  });

  it('keeps rows apart that were evaluated on other clips', async () => {
    const id = lab.seeded.evaluations.get('random/late_fusion/1')!;
    await lab.world.db.evaluation.update({ where: { id }, data: { protocolKey: 'other' } });
    const video = await byVideo(lab.seeded.videoIds[1]!);
    await lab.world.db.evaluation.update({ where: { id }, data: { protocolKey: 'micro-3' } });
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
    const axes = await lab.world.caller.gallery.axes({ experimentId: lab.seeded.experimentId });
    expect(axes.experimentName).toBe('Table 2 on MicroCharades');
    expect(axes.variants).toContain('center');
    expect(axes.fusions).toEqual(['temporal_concat', 'late_fusion']);
    expect(axes.seeds).toEqual([0, 1]);
    expect(axes.classes).toHaveLength(8);
    expect(axes.defaults).toEqual({ variant: 'attention_e_e', fusion: 'temporal_concat', seed: 0 });
  });

  it('does not know deleted experiments, nor ids that are none', async () => {
    const copy = await lab.world.db.experiment.create({ data: { name: 'gone', spec: {}, deletedAt: new Date() } });
    await expect(lab.world.caller.gallery.axes({ experimentId: copy.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(lab.world.caller.gallery.axes({ experimentId: '../etc' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

it('finds Base also where the experiment reuses the base run of another one', async () => {
  const cells = [{ variant: 'attention_e_e' as const, fusion: 'temporal_concat' as const }];
  const reusing = await seedGallery(lab.world.db, { home: lab.world.home, cells, reuse: lab.seeded });
  const { evaluation, comparable } = await lab.world.caller.gallery.cell({
    experimentId: reusing.experimentId,
    variant: 'attention_e_e',
    fusion: 'temporal_concat',
    seed: 0,
  });
  expect(comparable).toBe(true);
  const page = await lab.world.caller.gallery.list({ evaluationId: evaluation!.id });
  expect(page.items.filter((item) => item.delta !== null)).toHaveLength(13);
});
