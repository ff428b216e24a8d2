'use client';

import { Button, Group, Paper, Stack, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { useExperimentActions } from './useExperimentActions';

/** What people note about the experiment. `saved` changes when somebody else writes; a draft is never overwritten by that. */
export function NotesPanel({ id, saved }: { id: string; saved: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const { update } = useExperimentActions();
  const save = () => {
    if (draft === null) return;
    update.mutate({ id, notes: draft }, { onSuccess: () => setDraft(null) });
  };
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="notes">
      <Stack gap="md">
        <Title order={2} size="h3" id="notes">
          Notes
        </Title>
        <Textarea
          aria-label="Notes"
          placeholder="What is this about, what was seen, what comes next?"
          autosize
          minRows={3}
          maxRows={20}
          maxLength={20_000}
          value={draft ?? saved}
          onChange={(event) => setDraft(event.currentTarget.value === saved ? null : event.currentTarget.value)}
        />
        {draft === null ? null : (
          <Group gap="xs">
            <Button size="xs" loading={update.isPending} onClick={save}>
              Save notes
            </Button>
            <Button size="xs" variant="default" onClick={() => setDraft(null)}>
              Discard
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
