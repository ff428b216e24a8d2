'use client';

import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { PageContent } from './_components/PageContent';

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <PageContent title="This page failed">
      <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title="It could not be drawn">
        <Stack align="flex-start" gap="xs">
          <Text size="sm">{message}</Text>
          <Text size="sm">
            Try again; if it keeps failing, the log of the server has the reason, and <code>npm run doctor</code> checks
            the installation.
          </Text>
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Stack>
      </Alert>
    </PageContent>
  );
}
