import { IconMapSearch } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { EmptyState } from './_components/EmptyState';
import { LinkButton } from './_components/LinkButton';
import { PageContent } from './_components/PageContent';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <PageContent title="Not found">
      <EmptyState
        icon={<IconMapSearch />}
        title="There is nothing at this address"
        action={<LinkButton href="/">All experiments</LinkButton>}
      >
        It may have been deleted, or the link is incomplete. Deleted experiments can be brought back for a while from
        the notification that followed.
      </EmptyState>
    </PageContent>
  );
}
