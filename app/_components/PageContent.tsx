import { Container, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

type PageContentProps = {
  title: ReactNode;
  /** Where the page stands: links to what is above it. */
  trail?: ReactNode;
  /** One line under the title. */
  lead?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page below the header: one h1, its actions, the content. */
export function PageContent({ title, trail, lead, actions, children }: PageContentProps) {
  return (
    <Container size={1240} px={{ base: 'md', sm: 'xl' }} py={{ base: 'md', sm: 'xl' }}>
      <Stack gap="lg">
        <Stack gap={4}>
          {trail}
          <Group justify="space-between" align="center" gap="sm">
            <Title order={1} size="h2" textWrap="balance">
              {title}
            </Title>
            {actions ? <Group gap="xs">{actions}</Group> : null}
          </Group>
          {lead ? (
            <Text c="dimmed" size="sm" component="div">
              {lead}
            </Text>
          ) : null}
        </Stack>
        {children}
      </Stack>
    </Container>
  );
}
