import { expect, it } from 'vitest';
import { formatMetric, metricLook } from '@/app/_components/formatMetric';
import { metricKeys } from '@/domain/metrics';

it('shows every metric with its unit', () => {
  for (const [key, { unit }] of Object.entries(metricKeys)) {
    expect(formatMetric(key, 0.5)).toMatch(unit === '' ? /^\d[\d.]*$/ : new RegExp(`^\\d[\\d.]* ${unit}$`));
  }
});

it('shows shares as percent and percentages as they are', () => {
  expect(formatMetric('mAP', 0.9341)).toBe('93.4 %');
  expect(formatMetric('engine_busy', 0.9712)).toBe('97.1 %');
  expect(formatMetric('no_saliency', 0.031)).toBe('3.1 %');
  expect(formatMetric('cpu_percent', 93.41)).toBe('93.4 %');
});

it('keeps four digits of a loss and small numbers readable', () => {
  expect(formatMetric('loss', 0.123456)).toBe('0.1235');
  expect(formatMetric('learning_rate', 0.00002)).toBe('2.00e-5');
  expect(formatMetric('loss', -1.5)).toBe('−1.5');
});

it('names what is no number', () => {
  expect(formatMetric('loss', Number.NaN)).toBe('NaN');
  expect(formatMetric('mAP', Number.POSITIVE_INFINITY)).toBe('∞');
  expect(formatMetric('mAP', null)).toBe('–');
});

it('keeps the name of a metric that nobody described', () => {
  expect(metricLook('mine')).toMatchObject({ label: 'mine', unit: '', factor: 1 });
});
