import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Outputs } from '@/app/_trpc/outputs';
import { prepareMemory } from './prepareMemory';

/** Says before the launch that memory may run out, and what helps. It only warns: the estimate may be off by a fifth. */
export function MemoryWarning({ memory }: { memory: Outputs['experiment']['plan']['memory'] }) {
  const text = prepareMemory(memory);
  if (text === null) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      mt="sm"
      icon={<IconAlertTriangle aria-hidden />}
      title="May run out of memory"
      styles={{ message: { overflowWrap: 'anywhere' } }}
    >
      {text}
    </Alert>
  );
}
