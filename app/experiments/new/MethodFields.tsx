'use client';

import { Chip, Group, Input, Select, SimpleGrid } from '@mantine/core';
import { labelFreeObjectiveSchema, objectives } from '@/domain/objectives';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

const saliencySources = [
  { value: 'base', label: 'the trained base, fixed' },
  { value: 'tuned', label: 'the network being tuned' },
];
const table1Lengths = [16, 32, 64];

/** What the paper and the code around it do differently, and the clip lengths of Table 1. */
export function MethodFields({ form }: { form: ExperimentFormState }) {
  const { method, table1Frames, clip } = form.values;
  return (
    <Section title="Method">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" style={{ alignItems: 'end' }}>
        <Select
          label="L_E, the label-free objective"
          allowDeselect={false}
          data={labelFreeObjectiveSchema.options.map((id) => ({ value: id, label: objectives[id].label }))}
          title={objectives[method.labelFree].label}
          description={objectives[method.labelFree].description}
          {...form.getInputProps('method.labelFree')}
        />
        <Select
          label="Saliency from"
          allowDeselect={false}
          data={saliencySources}
          title={saliencySources.find(({ value }) => value === method.saliencyFrom)?.label}
          description={
            method.saliencyFrom === 'base'
              ? 'Boxes are those of Base; in late fusion its logits are at hand.'
              : 'Boxes move with the weights, as in the paper: in late fusion those of the focused branch.'
          }
          {...form.getInputProps('method.saliencyFrom')}
        />
      </SimpleGrid>
      <Input.Wrapper
        label="Table 1: Base at other clip lengths"
        description={`One more training a length and seed; T = ${clip.frames} is the Base of Table 2.`}
        error={form.errors.table1Frames}
      >
        <Chip.Group
          multiple
          value={table1Frames.map(String)}
          onChange={(values) =>
            form.setFieldValue(
              'table1Frames',
              values.map(Number).sort((a, b) => a - b),
            )
          }
        >
          <Group gap="xs" mt={6}>
            {[...new Set([...table1Lengths, ...table1Frames])].map((frames) => (
              <Chip key={frames} value={String(frames)} size="sm">
                T = {frames}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
    </Section>
  );
}
