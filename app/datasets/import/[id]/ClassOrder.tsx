'use client';

import { Accordion, Card, List, ScrollArea, Stack, Text, Title } from '@mantine/core';
import type { ScanResult } from '@/domain/importReport';
import { prepareClasses, type ShownClass } from '@/domain/imports/prepareClasses';
import classes from './ListReading.module.css';

/** The classes in the order of the scores, and where that order comes from: whoever has a head or score files of their own checks it here. */
export function ClassOrder({ result }: { result: Pick<ScanResult, 'classes' | 'classOrder'> }) {
  const { first, last, left } = prepareClasses(result.classes);
  return (
    <Card withBorder padding="md" component="section" aria-label="Order of the classes">
      <Stack gap="xs">
        <Title order={2} size="h5">
          Order of the classes
        </Title>
        {result.classOrder === null ? null : (
          <Text size="sm" className={classes.text}>
            {result.classOrder}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          Heads of imported weights and score files must have this order.
        </Text>
        <Names names={first} />
        {left > 0 ? (
          <>
            <Text size="sm" c="dimmed">
              {left.toLocaleString('en-GB')} between them
            </Text>
            <Names names={last} />
            <Accordion variant="contained" order={3}>
              <Accordion.Item value="all">
                <Accordion.Control>
                  <Text size="sm">All {result.classes.length.toLocaleString('en-GB')} classes</Text>
                </Accordion.Control>
                <Accordion.Panel>
                  <ScrollArea.Autosize
                    mah={320}
                    viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'All classes' }}
                  >
                    <Names names={result.classes.map(({ name }, index) => ({ index, name }))} />
                  </ScrollArea.Autosize>
                </Accordion.Panel>
              </Accordion.Item>
            </Accordion>
          </>
        ) : null}
      </Stack>
    </Card>
  );
}

function Names({ names }: { names: ShownClass[] }) {
  return (
    <List size="sm" listStyleType="none" className={classes.text}>
      {names.map(({ index, name }) => (
        <List.Item key={index}>
          <span className={classes.index}>{index}</span> {name}
        </List.Item>
      ))}
    </List>
  );
}
