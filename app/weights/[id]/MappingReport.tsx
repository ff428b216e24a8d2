'use client';

import { Accordion, Badge, Card, Group, List, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { prepareMapping } from '@/domain/imports/prepareMapping';
import type { WeightsReport } from '@/domain/weightsReport';

/** Where every array of the file went. What hinders the import is open. */
export function MappingReport({ report }: { report: WeightsReport }) {
  const { sentences, groups } = prepareMapping(report);
  const open = groups.filter(({ bad }) => bad).map(({ title }) => idOf(title));
  return (
    <Card withBorder padding="md" component="section" aria-label="Where the arrays went">
      <Stack gap="sm">
        <Title order={2} size="h4">
          Where the arrays went
        </Title>
        <List size="sm" spacing={4}>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
        <Accordion multiple defaultValue={open} variant="contained" order={3}>
          {groups.map(({ title, hint, bad, items }) => (
            <Accordion.Item key={title} value={idOf(title)}>
              <Accordion.Control>
                <Group gap="xs">
                  <Text size="sm" fw={550}>
                    {title}
                  </Text>
                  <Badge variant="light" color={bad ? 'red' : 'gray'} c="var(--mantine-color-text)">
                    {items.length.toLocaleString('en-GB')}
                  </Badge>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <Text size="xs" c="dimmed" mb="xs">
                  {hint}
                </Text>
                <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}>
                  <List size="xs" spacing={2} listStyleType="none" style={{ overflowWrap: 'anywhere' }}>
                    {items.map((item) => (
                      <List.Item key={item} ff="monospace">
                        {item}
                      </List.Item>
                    ))}
                  </List>
                </ScrollArea.Autosize>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Stack>
    </Card>
  );
}

/** It becomes part of an id, and ids have no spaces. */
function idOf(title: string): string {
  return title.replaceAll(' ', '-');
}
