'use client';

import { Anchor, Breadcrumbs } from '@mantine/core';
import Link from 'next/link';

/** Links to what is above the page, outermost first. */
export function Trail({ items }: { items: { href: string; label: string }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <Breadcrumbs separatorMargin={6} style={{ flexWrap: 'wrap' }} styles={{ breadcrumb: { whiteSpace: 'normal' } }}>
        {items.map(({ href, label }) => (
          <Anchor key={href} component={Link} href={href} size="sm">
            {label}
          </Anchor>
        ))}
      </Breadcrumbs>
    </nav>
  );
}
