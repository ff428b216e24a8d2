import { Group, Text } from '@mantine/core';
import Link from 'next/link';
import classes from './Logo.module.css';

/** The name, leading home. The mark: a frame with its focused box. */
export function Logo() {
  return (
    <Link href="/" className={classes.link} aria-label="Fovea, all experiments">
      <Group gap={10} wrap="nowrap">
        <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
          <rect x="1.5" y="1.5" width="29" height="29" rx="8" className={classes.frame} />
          <rect x="11" y="9" width="14" height="14" rx="4" className={classes.box} />
          <circle cx="18" cy="16" r="3" className={classes.pupil} />
        </svg>
        <Text fw={700} size="lg" lh={1} span>
          Fovea
        </Text>
      </Group>
    </Link>
  );
}
