'use client';

import { Group, SegmentedControl, Select } from '@mantine/core';
import { Labelled } from '@/app/_components/Labelled';
import { fusionSchema, fusions } from '@/domain/fusions';
import { isOracle } from '@/domain/oracle';
import { variantIdSchema, variantOf } from '@/domain/variants';
import type { GalleryChoice } from './galleryParams';
import classes from './selects.module.css';
import type { GalleryAxes } from './useGalleryState';

type CellSelectProps = { axes: GalleryAxes; choice: GalleryChoice; choose: (changes: Partial<GalleryChoice>) => void };

/** Row, column and seed of Table 2. */
export function CellSelect({ axes, choice, choose }: CellSelectProps) {
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label="Row"
        allowDeselect={false}
        className={classes.wide}
        data={axes.variants.map((variant) => ({
          value: variant,
          label: `${variantOf(variant).label}${isOracle(variantOf(variant)) ? ' (oracle)' : ''}`,
        }))}
        value={choice.variant}
        onChange={(value) => choose({ variant: variantIdSchema.parse(value) })}
      />
      <FusionAndSeed axes={axes} choice={choice} choose={choose} />
    </Group>
  );
}

/** Column and seed of Table 2; hidden where there is nothing to choose. */
export function FusionAndSeed({ axes, choice, choose }: CellSelectProps) {
  return (
    <>
      {axes.fusions.length > 1 ? (
        <Labelled label="Fusion">
          <SegmentedControl
            aria-label="Fusion"
            data={axes.fusions.map((fusion) => ({ value: fusion, label: fusions[fusion].label }))}
            value={choice.fusion}
            onChange={(value) => choose({ fusion: fusionSchema.parse(value) })}
          />
        </Labelled>
      ) : null}
      {axes.seeds.length > 1 ? (
        <Select
          label="Seed"
          allowDeselect={false}
          w={92}
          data={axes.seeds.map(String)}
          value={String(choice.seed)}
          onChange={(value) => choose({ seed: Number(value) })}
        />
      ) : null}
    </>
  );
}
