'use client';

import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** A long value, shown short, copied whole. `label` names it: "hash of the evaluation". */
export function CopyValue({ value, shown, label }: { value: string; shown: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Group gap={2} wrap="nowrap" display="inline-flex">
          <Code title={value}>{shown}</Code>
          <Tooltip label={copied ? 'Copied' : 'Copy'} withArrow>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Copy the ${label}`} onClick={copy}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </Group>
      )}
    </CopyButton>
  );
}
