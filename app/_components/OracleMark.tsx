import { Badge, Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';

/** Beside every number whose prediction read ground truth: it is an upper bound, no result. */
export function OracleMark() {
  return (
    <Tooltip
      label="Reads ground truth to make the prediction: an upper bound, not a result."
      withArrow
      multiline
      maw={280}
    >
      <Badge
        component="span"
        variant="default"
        size="sm"
        tt="none"
        fw={500}
        ml={6}
        miw="max-content"
        leftSection={<IconEye size={12} stroke={2} aria-hidden />}
      >
        oracle
      </Badge>
    </Tooltip>
  );
}
