'use client';

import { Checkbox, Group, ScrollArea, Table, Text } from '@mantine/core';
import { describeVariant } from '@/app/_components/describeVariant';
import { OracleMark } from '@/app/_components/OracleMark';
import type { Cell } from '@/domain/experimentSpec';
import { fusionIds, fusions } from '@/domain/fusions';
import { isOracle } from '@/domain/oracle';
import { type VariantId, variantIds, variantOf } from '@/domain/variants';
import { cellsOfColumn, cellsOfRow, howMuch, isChosen, toggleCells } from './matrixSelection';

const groups = [
  { id: 'table2', title: 'Rows of the paper' },
  { id: 'option', title: 'Options beside them' },
  { id: 'control', title: 'Sanity control' },
] as const;

type RowMatrixProps = { cells: Cell[]; onChange: (cells: Cell[]) => void };

/** Rows x columns of Table 2 to choose from, with toggles for whole rows and columns. */
export function RowMatrix({ cells, onChange }: RowMatrixProps) {
  return (
    <ScrollArea type="auto" offsetScrollbars="x">
      <Table verticalSpacing={6} miw={560} aria-label="Cells of Table 2 to train">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Row</Table.Th>
            {fusionIds.map((fusion) => (
              <Table.Th key={fusion} ta="center" w={130}>
                {fusions[fusion].label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {groups.map(({ id, title }) => {
          const rows = variantIds.filter((variant) => variantOf(variant).group === id);
          return (
            <Table.Tbody key={id}>
              <Table.Tr>
                <Table.Th scope="rowgroup" c="dimmed" fz="xs" fw={600}>
                  {title}
                </Table.Th>
                {fusionIds.map((fusion) => {
                  const column = cellsOfColumn(fusion, rows);
                  const chosen = howMuch(cells, column);
                  return (
                    <Table.Td key={fusion}>
                      <Group justify="center">
                        <Checkbox
                          size="xs"
                          checked={chosen === 'all'}
                          indeterminate={chosen === 'some'}
                          onChange={() => onChange(toggleCells(cells, column))}
                          aria-label={`${title}: all in ${fusions[fusion].label}`}
                        />
                      </Group>
                    </Table.Td>
                  );
                })}
              </Table.Tr>
              {rows.map((variant) => (
                <MatrixRow key={variant} variant={variant} cells={cells} onChange={onChange} />
              ))}
            </Table.Tbody>
          );
        })}
      </Table>
    </ScrollArea>
  );
}

function MatrixRow({ variant, cells, onChange }: RowMatrixProps & { variant: VariantId }) {
  const row = variantOf(variant);
  const whole = cellsOfRow(variant);
  const chosen = howMuch(cells, whole);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Checkbox
          checked={chosen === 'all'}
          indeterminate={chosen === 'some'}
          onChange={() => onChange(toggleCells(cells, whole))}
          label={
            <Group gap={6} component="span">
              {row.label}
              {isOracle(row) ? <OracleMark /> : null}
            </Group>
          }
          description={
            <Text span size="xs">
              {describeVariant(row)}
            </Text>
          }
        />
      </Table.Th>
      {row.secondView === 'none' ? (
        <Table.Td colSpan={2} ta="center">
          <Text size="xs" c="dimmed">
            one training, the same in both columns
          </Text>
        </Table.Td>
      ) : (
        fusionIds.map((fusion) => (
          <Table.Td key={fusion}>
            <Group justify="center">
              <Checkbox
                checked={isChosen(cells, { variant, fusion })}
                onChange={() => onChange(toggleCells(cells, [{ variant, fusion }]))}
                aria-label={`${row.label}, ${fusions[fusion].label}`}
              />
            </Group>
          </Table.Td>
        ))
      )}
    </Table.Tr>
  );
}
