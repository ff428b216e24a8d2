'use client';

import { Code, Stack } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { DamagedAlert } from '@/app/_components/DamagedPage';
import { ImportPanel } from '@/app/_components/ImportPanel';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { DeleteWeights } from './DeleteWeights';
import { MappingReport } from './MappingReport';
import { WeightsFacts } from './WeightsFacts';

/** Imported weights with the report of their import; while they are read, how far that is. */
export function WeightsDetail({ id }: { id: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(trpc.weights.byId.queryOptions({ id }));
  const refresh = () => queryClient.invalidateQueries(trpc.weights.pathFilter());
  const cancel = useMutation(
    trpc.weights.cancel.mutationOptions({ onSuccess: refresh, onError: notifyFailure('The import was not cancelled') }),
  );
  const resume = useMutation(
    trpc.weights.resume.mutationOptions({ onSuccess: refresh, onError: notifyFailure('The import does not go on') }),
  );
  const { task, weights, report } = data;
  const name = weights?.name ?? task?.input?.name ?? task?.title ?? 'Weights';
  return (
    <PageContent
      title={name}
      trail={<Trail items={[{ href: '/weights', label: 'Weights' }]} />}
      lead={
        <>
          From{' '}
          <Code style={{ overflowWrap: 'anywhere' }}>
            {weights?.sourcePath ?? task?.input?.path ?? 'a file that is not known any more'}
          </Code>
        </>
      }
      actions={<DeleteWeights id={id} name={name} stored={weights !== null} status={task?.status ?? null} />}
    >
      <Stack gap="lg">
        {weights ? <WeightsFacts weights={weights} /> : null}
        {!weights && task ? (
          <ImportPanel
            task={task}
            unit="arrays read"
            busy={cancel.isPending || resume.isPending}
            onCancel={() => cancel.mutate({ id })}
            onResume={() => resume.mutate({ id })}
          >
            <LinkButton href={`/weights/import?from=${id}`} size="xs" variant="default">
              {(report?.networks.length ?? 0) > 1 ? 'Choose the network' : 'Change and start anew'}
            </LinkButton>
          </ImportPanel>
        ) : null}
        {report ? <MappingReport report={report} /> : null}
        {task && !task.input ? (
          <DamagedAlert>
            What this import was asked for cannot be read. Forget it and import the file again.
          </DamagedAlert>
        ) : null}
        {!report && (weights || task?.status === 'SUCCEEDED') ? (
          <DamagedAlert>
            The report of the import of “{name}” cannot be read. The weights are as they were; import the file again to
            have a report.
          </DamagedAlert>
        ) : null}
      </Stack>
    </PageContent>
  );
}
