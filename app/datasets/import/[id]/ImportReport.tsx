'use client';

import { Alert, Anchor, Card, List, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { ScrollTable } from '@/app/_components/ScrollTable';
import type { ScanResult, SplitReport } from '@/domain/importReport';
import { classesText, prepareReport, type ReportRow } from '@/domain/imports/prepareReport';
import { ClassOrder } from './ClassOrder';
import classes from './ImportReport.module.css';
import { importParams } from './importParams';
import { ListReading } from './ListReading';

const splitNames = { train: 'Training', test: 'Test' } as const;

/** What reading the folder has found, before anything is stored. Every count of videos leads to them. */
export function ImportReport({ result }: { result: ScanResult }) {
  const { report, classes: names, notes } = result;
  return (
    <Stack gap="md">
      <ScrollTable label="Report" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{names.length.toLocaleString('en-GB')} classes</Table.Th>
            {report.splits.map(({ split }) => (
              <Table.Th key={split} ta="right">
                {splitNames[split]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prepareReport(report).map((row) => (
            <Row key={row.label} row={row} splits={report.splits} />
          ))}
        </Table.Tbody>
      </ScrollTable>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Card withBorder padding="md">
          <Title order={2} size="h5" mb="xs">
            How it was read
          </Title>
          <List size="sm" spacing={4} style={{ overflowWrap: 'anywhere' }}>
            {notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Card>
        <ClassOrder result={result} />
        {result.lists.map((reading) => (
          <ListReading key={reading.file} reading={reading} />
        ))}
        {report.reasons.length > 0 ? <Reasons reasons={report.reasons} /> : null}
        <EmptyClasses splits={report.splits} names={names.map(({ name }) => name)} />
      </SimpleGrid>
    </Stack>
  );
}

function Row({ row, splits }: { row: ReportRow; splits: SplitReport[] }) {
  const [, setParams] = useQueryStates(importParams);
  const { label, hint, finding, tone, cells } = row;
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.label}>
        <Text size="sm" fw={500} span>
          {tone === 'warning' ? (
            <IconAlertTriangle size={15} className={classes.warning} aria-label="Worth a look:" />
          ) : null}
          {label}
        </Text>
        {hint ? (
          <Text size="xs" c="dimmed" fw={400}>
            {hint}
          </Text>
        ) : null}
      </Table.Th>
      {cells.map(({ text, listed }, index) => {
        const split = splits[index]?.split ?? 'train';
        return (
          <Table.Td key={split} ta="right" className={classes.cell}>
            {listed && finding !== null ? (
              <Anchor
                component="button"
                type="button"
                size="sm"
                aria-label={`${label}, ${splitNames[split].toLowerCase()}: ${text}, list the videos`}
                onClick={() => setParams({ split, finding })}
              >
                {text}
              </Anchor>
            ) : (
              <Text size="sm" c={finding === null ? undefined : 'dimmed'} span>
                {text}
              </Text>
            )}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

function Reasons({ reasons }: { reasons: ScanResult['report']['reasons'] }) {
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h5" mb="xs">
        Why videos cannot be used
      </Title>
      <List size="sm" spacing={4}>
        {reasons.map(({ reason, videos }) => (
          <List.Item key={reason}>
            {videos.toLocaleString('en-GB')} x {reason}
          </List.Item>
        ))}
      </List>
    </Card>
  );
}

function EmptyClasses({ splits, names }: { splits: SplitReport[]; names: string[] }) {
  const empty = splits.filter(({ emptyClasses }) => emptyClasses.length > 0);
  if (empty.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle aria-hidden />} title="Classes without a video">
      <Stack gap="xs">
        {empty.map(({ split, emptyClasses }) => (
          <Text key={split} size="sm">
            {splitNames[split]}: {classesText(emptyClasses, names)}
          </Text>
        ))}
        <Text size="sm">A class without a test video has no AP: the mAP leaves it out and says so.</Text>
      </Stack>
    </Alert>
  );
}
