import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Fact.module.css';

/** A line of a definition list; stands in a `<dl>`. */
export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <Text component="dt" size="sm" c="dimmed">
        {term}
      </Text>
      <Text component="dd" size="sm" m={0} className={classes.value}>
        {children}
      </Text>
    </div>
  );
}
