'use client';

import { ActionIcon, Button, Fieldset, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ExperimentFormState } from './useExperimentForm';

type RecipeEditorProps = { form: ExperimentFormState; path: 'baseRecipe' | 'ablationRecipe'; title: string };

/** All numbers of one SGD recipe. */
export function RecipeEditor({ form, path, title }: RecipeEditorProps) {
  const field = (name: string) => form.getInputProps(`${path}.${name}`);
  const { decays } = form.values[path];
  return (
    <Fieldset legend={title} variant="unstyled">
      <Stack gap="sm" mt={6}>
        <SimpleGrid cols={2} spacing="sm">
          <NumberInput label="Epochs" allowDecimal={false} {...field('epochs')} />
          <NumberInput label="Batch size" allowDecimal={false} {...field('batchSize')} />
          <NumberInput label="Parts of a batch" allowDecimal={false} {...field('accumulate')} />
          <NumberInput label="Learning rate" step={0.01} {...field('learningRate')} />
          <NumberInput label="Warm-up (steps)" allowDecimal={false} {...field('warmupSteps')} />
          <NumberInput label="Momentum" step={0.01} {...field('momentum')} />
          <NumberInput label="Dropout" step={0.05} {...field('dropout')} />
          <NumberInput label="Weight decay" step={0.0001} {...field('weightDecay')} />
          <Select
            label="Weight decay on"
            allowDeselect={false}
            data={[
              { value: 'weights', label: 'weights' },
              { value: 'all', label: 'all parameters' },
            ]}
            {...field('decayOn')}
          />
          <Select
            label="Loss"
            allowDeselect={false}
            data={[
              { value: 'sum', label: 'video + frame' },
              { value: 'row_mean', label: 'mean of rows' },
            ]}
            {...field('loss')}
          />
          <Select
            label="Batch norm"
            allowDeselect={false}
            data={[
              { value: 'tuned', label: 'tuned' },
              { value: 'frozen', label: 'frozen' },
            ]}
            {...field('batchNorm')}
          />
        </SimpleGrid>
        <Text size="sm" fw={500}>
          Decays of the learning rate
        </Text>
        {decays.map((_, index) => (
          // The places of a list are its only identity here.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Group key={index} gap="xs" align="flex-end" wrap="nowrap">
            <NumberInput label="At (share of steps)" step={0.05} {...field(`decays.${index}.at`)} />
            <NumberInput label="Factor" step={0.1} {...field(`decays.${index}.factor`)} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove decay ${index + 1}`}
              onClick={() => form.removeListItem(`${path}.decays`, index)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => form.insertListItem(`${path}.decays`, { at: 0.9, factor: 0.1 })}
        >
          Add a decay
        </Button>
      </Stack>
    </Fieldset>
  );
}
