import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { type ExportFormat, exportFormats } from '@/domain/exportFormats';

/** Files of one checkpoint: the network for other programs, or everything that a run goes on from. */
export function CheckpointMenu({
  run,
  step,
  artifactId,
}: {
  run: { id: string; key: string };
  step: number;
  artifactId: string;
}) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={15} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`Download the checkpoint of step ${step}`}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(exportFormats).map(([format, { label }]) => (
          <Menu.Item key={format} component="a" href={weightsUrl(run.id, step, format as ExportFormat)} download>
            Weights as {label}
          </Menu.Item>
        ))}
        <Menu.Item
          component="a"
          href={`/api/artifacts/${artifactId}?name=${encodeURIComponent(`${run.key}-step${step}.safetensors`)}`}
        >
          Whole checkpoint, with optimizer
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function weightsUrl(runId: string, step: number, format: ExportFormat): string {
  return `/api/runs/${runId}/weights?format=${format}&step=${step}`;
}
