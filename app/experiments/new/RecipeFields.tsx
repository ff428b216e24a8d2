'use client';

import { Chip, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { type RecipePresetId, recipePresetIdSchema, recipePresets } from '@/domain/recipePresets';
import { Foldable } from './Foldable';
import { hasErrorUnder } from './hasErrorUnder';
import { presetOf, presetValues } from './presetValues';
import { RecipeEditor } from './RecipeEditor';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

const own = 'own';

/** How long and how fast is trained: a preset, every number of which can be edited. */
export function RecipeFields({ form }: { form: ExperimentFormState }) {
  const { clip, baseRecipe, ablationRecipe } = form.values;
  const preset = presetOf(form.values, Number(clip.frames));
  const choose = (value: string) => {
    const id = recipePresetIdSchema.safeParse(value).data;
    if (id) form.setValues(presetValues(id, clip));
  };
  const presets = Object.keys(recipePresets) as RecipePresetId[];
  return (
    <Section title="Recipe">
      <Stack gap={6}>
        <Chip.Group value={preset ?? own} onChange={choose}>
          <Group gap="xs" role="radiogroup" aria-label="Recipe preset">
            {presets.map((id) => (
              <Chip key={id} value={id} size="sm">
                {recipePresets[id].label}
              </Chip>
            ))}
            <Chip value={own} size="sm" disabled={preset !== null}>
              edited
            </Chip>
          </Group>
        </Chip.Group>
        <Text size="sm" c="dimmed">
          {preset ? recipePresets[preset].description : 'Your own numbers.'}
        </Text>
      </Stack>
      {parts(baseRecipe) || parts(ablationRecipe) ? (
        <Text size="sm" c="dimmed">
          A batch in parts gives the gradients of the whole batch, in less memory. Batch norm, though, sees one part at
          a time: its statistics are those of fewer clips, so the result is not exactly that of the whole batch unless
          batch norm is frozen.
        </Text>
      ) : null}
      <Foldable
        label="Edit the numbers"
        hasError={hasErrorUnder(form.errors, 'baseRecipe') || hasErrorUnder(form.errors, 'ablationRecipe')}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          <RecipeEditor form={form} path="baseRecipe" title="Training of Base" />
          <RecipeEditor form={form} path="ablationRecipe" title="Training of the other rows" />
        </SimpleGrid>
      </Foldable>
    </Section>
  );
}

function parts({ accumulate }: ExperimentFormState['values']['baseRecipe']): boolean {
  return Number(accumulate) > 1;
}
