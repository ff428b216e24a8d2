import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from './_components/Providers';
import { Shell } from './_components/Shell';

export const metadata: Metadata = {
  title: { default: 'Fovea', template: '%s · Fovea' },
  description: 'Ablations of attention in video recognition: trained live, every number down to the frames behind it.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const given = await headers(); // set by server/front
  const nonce = given.get('x-nonce') ?? '';
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers nonce={nonce}>
          <Shell signedIn={given.has('x-signed-in')}>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
