import { Anchor, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import Link from 'next/link';
import { Fact } from '@/app/_components/Fact';
import type { Outputs } from '@/app/_trpc/outputs';
import { prepareSummary } from './prepareSummary';

/** What was trained on what, in a few lines. */
export function SummaryPanel({ experiment }: { experiment: Outputs['experiment']['byId'] }) {
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="summary">
      <Stack gap="md">
        <Title order={2} size="h3" id="summary">
          Configuration
        </Title>
        <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing={8} m={0}>
          {prepareSummary(experiment).map(({ term, text, href }) => (
            <Fact key={term} term={term}>
              {href ? (
                <Anchor component={Link} href={href} inherit>
                  {text}
                </Anchor>
              ) : (
                text
              )}
            </Fact>
          ))}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}
