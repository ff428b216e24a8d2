import { Badge, Group, Table, Text } from '@mantine/core';
import { CurveSwatch } from '@/app/_components/curves/CurveSwatch';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { OracleMark } from '@/app/_components/OracleMark';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { protocolText } from '@/domain/table2/protocolText';
import { Delta } from './Delta';
import { type ComparedRun, prepareScores } from './prepareScores';
import { Section } from './Section';

/** Every evaluation of the runs with its difference to the baseline. */
export function ScoreSection({ runs, baselineId }: { runs: ComparedRun[]; baselineId: string }) {
  const rows = prepareScores(runs, baselineId);
  const measured = runs.flatMap(({ evaluations }) => evaluations.flatMap((evaluation) => evaluation.measured ?? []));
  const protocols = [...new Set(measured.map(protocolText))];
  return (
    <Section title="Scores">
      {rows.length === 0 ? (
        <Text c="dimmed">None of these runs is evaluated yet.</Text>
      ) : (
        <ScrollTable label="Scores" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={table.sticky}>Run</Table.Th>
              <Table.Th>Row of Table 2</Table.Th>
              <Table.Th ta="right">mAP</Table.Th>
              <Table.Th ta="right">wAP</Table.Th>
              <Table.Th ta="right">Box hit rate</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, run, n, row, oracle, reference, map, wap, boxHitRate }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className={table.sticky} fw={500}>
                  <Group gap="sm" wrap="nowrap">
                    <CurveSwatch n={n} />
                    <MiddleCut text={run.name} className={table.name} />
                  </Group>
                </Table.Th>
                <Table.Td>
                  {row}
                  {oracle ? <OracleMark /> : null}
                  {reference ? (
                    <Badge component="span" variant="default" size="sm" tt="none" ml={6} miw="max-content">
                      baseline
                    </Badge>
                  ) : null}
                </Table.Td>
                <Table.Td>
                  <Delta {...map} />
                </Table.Td>
                <Table.Td>
                  <Delta {...wap} />
                </Table.Td>
                <Table.Td>
                  <Delta {...boxHitRate} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
      {protocols.length > 0 ? (
        <Text size="xs" c="dimmed">
          Protocol: {protocols.join(' | ')}
        </Text>
      ) : null}
    </Section>
  );
}
