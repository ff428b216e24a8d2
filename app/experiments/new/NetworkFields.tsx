'use client';

import { NumberInput, Select, SimpleGrid, Text } from '@mantine/core';
import type { Outputs } from '@/app/_trpc/outputs';
import { backboneIdSchema, backbones } from '@/domain/backbones';
import { presetRecipes } from '@/domain/recipePresets';
import { Foldable } from './Foldable';
import { hasErrorUnder } from './hasErrorUnder';
import { presetFor, presetOf, presetValues } from './presetValues';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

type NetworkFieldsProps = { form: ExperimentFormState; datasets: Outputs['dataset']['list'] };

/** What is trained on what: dataset, backbone, and the geometry of a clip. */
export function NetworkFields({ form, datasets }: NetworkFieldsProps) {
  const dataset = datasets.find(({ slug }) => slug === form.values.dataset);
  const { frames, fps, resize, side, boxSide, aspect } = form.values.clip;
  const chooseBackbone = (value: string | null) => {
    const id = backboneIdSchema.safeParse(value).data;
    if (id)
      form.setValues({ backbone: id, clip: backbones[id].clip, ...presetValues(presetFor(id), form.values.clip) });
  };
  // A preset has a batch for every clip length.
  const chooseFrames = (value: number | string) => {
    const preset = presetOf(form.values, Number(frames));
    form.setFieldValue('clip.frames', value);
    if (preset && value !== '') form.setFieldValue('baseRecipe', presetRecipes(preset, Number(value)).base);
  };
  return (
    <Section title="Dataset and network">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" style={{ alignItems: 'end' }}>
        <Select
          label="Dataset"
          title={dataset?.name}
          allowDeselect={false}
          data={datasets.map(({ slug, name }) => ({ value: slug, label: name }))}
          description={
            dataset
              ? `${dataset.classes} classes, ${dataset.trainVideos.toLocaleString('en-GB')} training and ${dataset.testVideos.toLocaleString('en-GB')} test videos`
              : 'This dataset is not registered any more.'
          }
          {...form.getInputProps('dataset')}
        />
        <Select
          label="Backbone"
          allowDeselect={false}
          data={Object.entries(backbones).map(([value, { label }]) => ({ value, label }))}
          description={backbones[form.values.backbone].description}
          {...form.getInputProps('backbone')}
          onChange={chooseBackbone}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        A clip is {frames} frames at {fps} fps; {aspect === 'square' ? 'both sides are' : 'the shorter side is'} resized
        to {resize} px and a view of {side} px is cropped. The focused box measures {boxSide} px of the view.
      </Text>
      <Foldable label="Clip geometry" hasError={hasErrorUnder(form.errors, 'clip')}>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm">
          <NumberInput
            label="Frames"
            allowDecimal={false}
            {...form.getInputProps('clip.frames')}
            onChange={chooseFrames}
          />
          <NumberInput label="Rate (fps)" {...form.getInputProps('clip.fps')} />
          <NumberInput label="Resize (px)" allowDecimal={false} {...form.getInputProps('clip.resize')} />
          <NumberInput label="View (px)" allowDecimal={false} {...form.getInputProps('clip.side')} />
          <NumberInput label="Box (px)" allowDecimal={false} {...form.getInputProps('clip.boxSide')} />
          <Select
            label="Resize keeps"
            allowDeselect={false}
            data={[
              { value: 'keep', label: 'the aspect' },
              { value: 'square', label: 'a square' },
            ]}
            {...form.getInputProps('clip.aspect')}
          />
        </SimpleGrid>
      </Foldable>
    </Section>
  );
}
