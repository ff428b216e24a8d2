'use client';

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { CurveTooltip } from './CurveTooltip';
import { curveStyle } from './curveStyle';
import classes from './curves.module.css';
import type { PreparedCurves } from './prepareCurves';

type CurveChartProps = {
  curves: PreparedCurves;
  /** Number of a value already in the unit of the axis. */
  formatValue: (value: number) => string;
  /** A step in the tooltip and, shorter, at the axis. */
  formatStep: (step: number) => string;
  formatTick: (step: number) => string;
  scale: 'linear' | 'log';
  unit: string;
  height: number;
  /** What the chart shows, for those who do not see it. */
  label: string;
};

const text = { fill: 'var(--chart-text)', fontSize: 11 };
const still = { isAnimationActive: false } as const;

/** Draws prepared curves: bands, faint raw curves, lines, and red marks where values are NaN or infinite. */
export function CurveChart({
  curves,
  formatValue,
  formatStep,
  formatTick,
  scale,
  unit,
  height,
  label,
}: CurveChartProps) {
  const { rows, lines, gaps, x, y } = curves;
  return (
    <figure className={classes.chart} style={{ margin: 0, height }} aria-label={label}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height }}>
        <ComposedChart data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} aria-label={label}>
          <CartesianGrid stroke="var(--chart-grid)" strokeDasharray="2 4" vertical={false} />
          <XAxis
            dataKey="step"
            type="number"
            domain={x?.domain}
            ticks={x?.ticks}
            tickFormatter={formatTick}
            tick={text}
            tickLine={false}
            axisLine={{ stroke: 'var(--chart-grid)' }}
            minTickGap={40}
          />
          <YAxis
            scale={scale}
            domain={y?.domain}
            ticks={y?.ticks}
            interval={0}
            allowDataOverflow
            tickFormatter={formatValue}
            tick={text}
            tickLine={false}
            axisLine={false}
            width={52}
          />
          <Tooltip
            {...still}
            content={<CurveTooltip lines={lines} formatValue={formatValue} formatStep={formatStep} unit={unit} />}
            cursor={{ stroke: 'var(--chart-text)', strokeDasharray: '3 3' }}
          />
          {gaps
            .slice(0, 40)
            .map(({ id, from, to }) =>
              from === to ? (
                <ReferenceLine key={`${id} ${from}`} x={from} stroke="var(--chart-gap)" strokeDasharray="2 2" />
              ) : (
                <ReferenceArea key={`${id} ${from}`} x1={from} x2={to} fill="var(--chart-gap)" fillOpacity={0.18} />
              ),
            )}
          {lines.map(({ n, id }) => (
            <Area
              key={`band ${id}`}
              {...still}
              dataKey={`band${n}`}
              stroke="none"
              fill={curveStyle(n).color}
              fillOpacity={0.14}
              activeDot={false}
            />
          ))}
          {lines.map(({ n, id }) => (
            <Line
              key={`raw ${id}`}
              {...still}
              dataKey={`raw${n}`}
              stroke={curveStyle(n).color}
              strokeOpacity={0.32}
              strokeWidth={1}
              dot={false}
              activeDot={false}
            />
          ))}
          {lines.map(({ n, id, dots }) => (
            <Line
              key={id}
              {...still}
              dataKey={`line${n}`}
              stroke={curveStyle(n).color}
              strokeDasharray={curveStyle(n).dash}
              strokeWidth={1.75}
              dot={dots ? { r: 3, fill: curveStyle(n).color, strokeWidth: 0 } : false}
              activeDot={{ r: 3.5, strokeWidth: 0 }}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}
