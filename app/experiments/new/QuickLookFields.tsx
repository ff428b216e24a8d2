'use client';

import { Checkbox, NumberInput, Select, SimpleGrid } from '@mantine/core';
import { Foldable } from './Foldable';
import { hasErrorUnder } from './hasErrorUnder';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

/** How the score is made, and less than everything: a few videos only, or labels that say nothing. */
export function QuickLookFields({ form }: { form: ExperimentFormState }) {
  const { clips, pooling, split } = form.values.protocol;
  return (
    <Section
      title="Evaluation and limits"
      hint={`Scores come from ${clips} clips a ${split} video, ${pooling} pooling, centre crop.`}
    >
      <Checkbox
        label="Quick look: use only some of the videos"
        description="To see that everything runs. The numbers mean nothing."
        {...form.getInputProps('limited', { type: 'checkbox' })}
      />
      {form.values.limited ? (
        <SimpleGrid cols={2} spacing="sm" maw={420}>
          <NumberInput label="Training videos" allowDecimal={false} {...form.getInputProps('limit.train')} />
          <NumberInput label="Test videos" allowDecimal={false} {...form.getInputProps('limit.test')} />
        </SimpleGrid>
      ) : null}
      <Foldable label="Protocol and controls" hasError={hasErrorUnder(form.errors, 'protocol')}>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm" mb="md">
          <NumberInput label="Clips a video" allowDecimal={false} {...form.getInputProps('protocol.clips')} />
          <Select
            label="Pooling over clips"
            allowDeselect={false}
            data={['max', 'mean']}
            {...form.getInputProps('protocol.pooling')}
          />
          <Select
            label="Split"
            allowDeselect={false}
            data={['test', 'train']}
            {...form.getInputProps('protocol.split')}
          />
        </SimpleGrid>
        <NumberInput
          label="Gallery, at most (MiB a run)"
          description="Maps and frames beyond it are made when somebody looks; boxes and scores are always kept."
          allowDecimal={false}
          maw={420}
          mb="md"
          {...form.getInputProps('galleryMiB')}
        />
        <Checkbox
          label="Shuffle the training labels over the videos"
          description="Control: everything must fall to chance."
          {...form.getInputProps('shuffleLabels', { type: 'checkbox' })}
        />
      </Foldable>
    </Section>
  );
}
