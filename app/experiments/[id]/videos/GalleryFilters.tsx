'use client';

import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { Labelled } from '@/app/_components/Labelled';
import type { GalleryFilter } from '@/domain/galleryFilter';
import classes from './selects.module.css';
import type { GalleryAxes, useGalleryState } from './useGalleryState';

type GalleryFiltersProps = {
  axes: GalleryAxes;
  state: ReturnType<typeof useGalleryState>;
  comparable: boolean;
  /** True where it is known which boxes hold an active object. */
  knowsHits: boolean;
  /** True where a clip of the evaluation has no saliency. */
  lacksSaliency: boolean;
};

const sorts: { value: GalleryFilter['sort']; label: string }[] = [
  { value: 'gain', label: 'Largest gain over Base' },
  { value: 'loss', label: 'Largest loss to Base' },
  { value: 'id', label: 'Video id' },
];
const isSort = (value: string | null): value is GalleryFilter['sort'] => sorts.some((sort) => sort.value === value);

/** Which videos of the evaluation are shown, and in which order. */
export function GalleryFilters({ axes, state, comparable, knowsHits, lacksSaliency }: GalleryFiltersProps) {
  const { filter, narrow, clearFilter } = state;
  const { sort: _, ...narrowed } = filter;
  const filtered = Object.values(narrowed).some((value) => value !== null);
  return (
    <Group gap="sm" align="flex-end" role="group" aria-label="Filter and order">
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
      {knowsHits ? (
        <Choice label="Box" value={filter.hit} options={['hit', 'miss']} onChange={(hit) => narrow({ hit })} />
      ) : null}
      {lacksSaliency || filter.saliency !== null ? (
        <Choice
          label="Saliency"
          value={filter.saliency}
          options={['found', 'none']}
          onChange={(saliency) => narrow({ saliency })}
        />
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
