'use client';

import { Code, Stack } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { ImportPanel } from '@/app/_components/ImportPanel';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { datasetLayouts } from '@/domain/datasetLayouts';
import { DiscardImport } from './DiscardImport';
import { ImportReport } from './ImportReport';
import { ScannedVideos } from './ScannedVideos';
import { StoreImport } from './StoreImport';

/** An import from its start to the stored dataset: progress, then the report. */
export function ImportPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(trpc.import.byId.queryOptions({ id }));
  const refresh = () => queryClient.invalidateQueries(trpc.import.pathFilter());
  const cancel = useMutation(
    trpc.import.cancel.mutationOptions({ onSuccess: refresh, onError: notifyFailure('The import was not cancelled') }),
  );
  const resume = useMutation(
    trpc.import.resume.mutationOptions({ onSuccess: refresh, onError: notifyFailure('The import does not go on') }),
  );
  const { input, result, status } = data;
  return (
    <PageContent
      title={result ? `What is in ${input.name}` : `Import of ${input.name}`}
      trail={<Trail items={[{ href: '/datasets', label: 'Datasets' }]} />}
      lead={
        <>
          {datasetLayouts[input.layout].label}, from <Code style={{ overflowWrap: 'anywhere' }}>{input.root}</Code>
        </>
      }
      actions={result ? <StoreImport detail={data} result={result} /> : <DiscardImport id={id} status={status} />}
    >
      {result ? (
        <Stack gap="lg">
          <ImportReport result={result} />
          <ScannedVideos id={id} classNames={result.classes.map(({ name }) => name)} />
        </Stack>
      ) : (
        <ImportPanel
          task={data}
          unit="videos read"
          busy={cancel.isPending || resume.isPending}
          onCancel={() => cancel.mutate({ id })}
          onResume={() => resume.mutate({ id })}
        >
          <LinkButton href={`/datasets/import?from=${id}`} size="xs" variant="default">
            Change and start anew
          </LinkButton>
        </ImportPanel>
      )}
    </PageContent>
  );
}
