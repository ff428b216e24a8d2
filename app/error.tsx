'use client';

import { Alert, Button, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { PageContent } from './_components/PageContent';

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };
const retryMs = 3000;

/** In place of a page that the server or the browser could not make. What was thrown is in the log of the server, not here. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return error.digest === 'database_unreachable' ? (
    <DatabaseAway retry={retry} />
  ) : (
    <Failed error={error} retry={retry} />
  );
}

function DatabaseAway({ retry }: { retry: () => void }) {
  useInterval(retry, retryMs, { autoInvoke: true });
  return (
    <PageContent title="The database does not answer">
      <Alert color="red" variant="light" icon={<IconPlugConnectedX aria-hidden />} title="This page waits for it">
        <Text size="sm">
          It comes back by itself as soon as the database does; nothing is lost. If that takes longer than a minute, run{' '}
          <code>npm run doctor</code>.
        </Text>
      </Alert>
    </PageContent>
  );
}

function Failed({ error, retry }: ErrorPageProps) {
  return (
    <PageContent title="This page failed">
      <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title="It could not be drawn">
        <Stack align="flex-start" gap="xs">
          <Text size="sm">
            Try again; if it keeps failing, the log of the server has the reason
            {error.digest ? (
              <>
                {' '}
                (reference <code>{error.digest}</code>)
              </>
            ) : null}
            , and <code>npm run doctor</code> checks the installation.
          </Text>
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Stack>
      </Alert>
    </PageContent>
  );
}
