import { SegmentedControl } from '@mantine/core';

/** Linear or logarithmic axis. */
export function ScaleSwitch({
  value,
  onChange,
}: {
  value: 'linear' | 'log';
  onChange: (value: 'linear' | 'log') => void;
}) {
  return (
    <SegmentedControl
      aria-label="Scale of the axis"
      value={value}
      onChange={(chosen) => onChange(chosen === 'log' ? 'log' : 'linear')}
      data={[
        { value: 'linear', label: 'Linear' },
        { value: 'log', label: 'Logarithmic' },
      ]}
    />
  );
}
