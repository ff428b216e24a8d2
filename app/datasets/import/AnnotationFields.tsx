'use client';

import { Code, Fieldset, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ImportValues } from './importValues';

const charadesFiles = [
  { field: 'train', label: 'Training CSV', placeholder: 'Charades_v1_train.csv' },
  { field: 'test', label: 'Test CSV', placeholder: 'Charades_v1_test.csv' },
  { field: 'classes', label: 'Class list', placeholder: 'Charades_v1_classes.txt' },
] as const;

/** Where the annotations are. */
export function AnnotationFields({ form }: { form: UseFormReturnType<ImportValues> }) {
  if (form.values.layout === 'folder') return <OwnCsv form={form} />;
  return (
    <Fieldset legend="Annotation files" variant="default">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Left empty, they are looked for in the folder and one folder below. A path is absolute, or relative to the
          folder.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          {charadesFiles.map(({ field, label, placeholder }) => (
            <TextInput
              key={field}
              label={label}
              placeholder={placeholder}
              spellCheck={false}
              {...form.getInputProps(`annotations.${field}`)}
            />
          ))}
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}

function OwnCsv({ form }: { form: UseFormReturnType<ImportValues> }) {
  return (
    <Fieldset legend="Annotations" variant="default">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label="List"
            description="Absolute, or relative to the folder."
            placeholder="labels.csv"
            withAsterisk
            spellCheck={false}
            {...form.getInputProps('annotations.csv')}
          />
          <TextInput
            label="Class list"
            description="Only where the classes have an order already."
            placeholder="classes.txt"
            spellCheck={false}
            {...form.getInputProps('annotations.classes')}
          />
        </SimpleGrid>
        <Code block>
          {
            'video,class,start,end,split\nkitchen/one.mp4,Washing,0.5,4,train\none,"Cutting, bread",,,test\ntwo.mkv,,,,train'
          }
        </Code>
        <Text size="sm" c="dimmed">
          One line a label, times in seconds. Without times a label holds for the whole video; without a class the video
          is unlabelled. The header may be left out, and so may all columns but the first two. Without the column split
          a fifth of the videos is chosen for testing by the hash of their paths, always the same ones.
        </Text>
        <Text size="sm" c="dimmed">
          Lists of Kinetics and PySlowFast are read as they are: with commas, semicolons, tabs, vertical bars or spaces.
          A class list has one class a line, with its number or without; one in the folder that knows all classes is
          found by itself. The report shows what each column was taken for and the order of the classes, before anything
          is stored.
        </Text>
      </Stack>
    </Fieldset>
  );
}
