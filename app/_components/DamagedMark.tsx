import { IconAlertTriangle } from '@tabler/icons-react';
import { IconBadge } from './IconBadge';

/** Beside the name of a row in a list whose stored data cannot be read; its own page says what to do. */
export function DamagedMark() {
  return (
    <IconBadge icon={IconAlertTriangle} color="red" size="sm">
      damaged
    </IconBadge>
  );
}
