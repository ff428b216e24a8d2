'use client';

import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { Labelled } from '@/app/_components/Labelled';
import type { GalleryFilter } from '@/domain/galleryFilter';
import { CellSelect } from './CellSelect';
import classes from './GalleryControls.module.css';
import type { GalleryAxes, useGalleryState } from './useGalleryState';

type GalleryControlsProps = {
  axes: GalleryAxes;
  state: ReturnType<typeof useGalleryState>;
  comparable: boolean;
  hasBoxes: boolean;
};

const sorts: { value: GalleryFilter['sort']; label: string }[] = [
  { value: 'gain', label: 'Largest gain over Base' },
  { value: 'loss', label: 'Largest loss to Base' },
  { value: 'id', label: 'Video id' },
];
const isSort = (value: string | null): value is GalleryFilter['sort'] => sorts.some((sort) => sort.value === value);

/** Which cell of Table 2 is shown, which of its videos, in which order. */
export function GalleryControls({ axes, state, comparable, hasBoxes }: GalleryControlsProps) {
  const { filter, narrow, clearFilter } = state;
  const filtered = filter.class !== null || filter.right !== null || filter.hit !== null;
  return (
    <section aria-label="What is shown" className={classes.controls}>
      <CellSelect axes={axes} choice={state.choice} choose={state.choose} />
      <Group gap="sm" align="flex-end">
        <Select
          label="Class"
          placeholder="any class"
          clearable
          clearButtonProps={{ 'aria-label': 'Any class' }}
          searchable
          className={classes.wide}
          data={axes.classes.map(({ name }, index) => ({ value: String(index), label: name }))}
          value={filter.class === null ? null : String(filter.class)}
          onChange={(value) => narrow({ class: value === null ? null : Number(value) })}
        />
        <Choice
          label="Top class"
          value={filter.right}
          options={['right', 'wrong']}
          onChange={(right) => narrow({ right })}
        />
        {hasBoxes ? (
          <Choice label="Box" value={filter.hit} options={['hit', 'miss']} onChange={(hit) => narrow({ hit })} />
        ) : null}
        <Select
          label="Order"
          allowDeselect={false}
          className={classes.order}
          data={comparable ? sorts : sorts.filter((sort) => sort.value === 'id')}
          value={comparable ? filter.sort : 'id'}
          onChange={(value) => (isSort(value) ? narrow({ sort: value }) : undefined)}
        />
        {filtered ? (
          <Button variant="subtle" leftSection={<IconFilterOff size={16} aria-hidden />} onClick={clearFilter}>
            Clear filter
          </Button>
        ) : null}
      </Group>
    </section>
  );
}

type ChoiceProps<Value extends string> = {
  label: string;
  value: Value | null;
  options: readonly Value[];
  onChange: (value: Value | null) => void;
};

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <Labelled label={label}>
      <SegmentedControl
        aria-label={label}
        data={['any', ...options]}
        value={value ?? 'any'}
        onChange={(next) => onChange(options.find((option) => option === next) ?? null)}
      />
    </Labelled>
  );
}
