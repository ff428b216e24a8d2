import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PageContent } from './PageContent';
import { Trail } from './Trail';

type DamagedPageProps = {
  title: string;
  /** Which row it is, and what can be done. */
  message: string;
  trail: { href: string; label: string }[];
  /** What the message advises. */
  actions?: ReactNode;
};

/** In place of a page whose row cannot be read. */
export function DamagedPage({ title, message, trail, actions }: DamagedPageProps) {
  return (
    <PageContent title={title} trail={<Trail items={trail} />} actions={actions}>
      <DamagedAlert>{message}</DamagedAlert>
    </PageContent>
  );
}

/** What is damaged on a page that can be shown all the same. */
export function DamagedAlert({ children }: { children: ReactNode }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title="Stored data is damaged">
      <div style={{ overflowWrap: 'anywhere' }}>{children}</div>
    </Alert>
  );
}
