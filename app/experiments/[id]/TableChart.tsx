'use client';

import { Group, Text } from '@mantine/core';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type Fusion, fusionIds, fusions } from '@/domain/fusions';
import type { ChartRow, TableChart as Prepared } from './prepareTableChart';
import classes from './TableChart.module.css';
import { TableChartTooltip } from './TableChartTooltip';

const tick = { fill: 'var(--mantine-color-text)', fontSize: 12 };
const rowHeight = 46;
const axisHeight = 40;
const colours: Record<Fusion, string> = { temporal_concat: 'var(--bar-concat)', late_fusion: 'var(--bar-late)' };

/** One bar a row and column of the table. The numbers are those of the table, which assistive technology reads instead. */
export function TableChart({ chart }: { chart: Prepared }) {
  const { rows, ticks, unit } = chart;
  return (
    <div className={classes.chart}>
      <Group gap="lg" mb="xs">
        {fusionIds.map((fusion) => (
          <Group key={fusion} gap={6}>
            <span className={classes.swatch} style={{ background: colours[fusion] }} />
            <Text size="sm">{fusions[fusion].label}</Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          {unit === '%' ? 'mAP in %' : 'mAP in percentage points'}; whiskers: standard deviation over seeds
        </Text>
      </Group>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={rows.length * rowHeight + axisHeight}>
          <BarChart
            data={rows}
            accessibilityLayer={false}
            layout="vertical"
            barGap={2}
            barCategoryGap="22%"
            margin={{ left: 0, right: 24 }}
          >
            <CartesianGrid horizontal={false} stroke="var(--bar-grid)" />
            <XAxis
              type="number"
              domain={[ticks[0] ?? 0, ticks.at(-1) ?? 0]}
              ticks={ticks}
              interval={0}
              tickFormatter={(value: number) => (unit === '%' ? String(value) : signed(value))}
              tickLine={false}
              tick={tick}
            />
            <YAxis type="category" dataKey={labelOf} width={138} tickLine={false} axisLine={false} tick={tick} />
            <Tooltip content={<TableChartTooltip unit={unit} />} cursor={{ fill: 'var(--bar-cursor)' }} />
            <ReferenceLine x={0} stroke="var(--mantine-color-dimmed)" />
            {fusionIds.map((fusion) => (
              <Bar
                key={fusion}
                dataKey={(row: ChartRow) => row.bars[fusion]?.value ?? null}
                name={fusions[fusion].label}
                fill={colours[fusion]}
                isAnimationActive={false}
                maxBarSize={14}
              >
                <ErrorBar
                  dataKey={(row: ChartRow) => row.bars[fusion]?.spread ?? null}
                  direction="x"
                  width={5}
                  stroke="var(--mantine-color-text)"
                  strokeWidth={1.25}
                  isAnimationActive={false}
                />
              </Bar>
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}

function labelOf({ label, oracle }: ChartRow): string {
  return oracle ? `${label} (oracle)` : label;
}
