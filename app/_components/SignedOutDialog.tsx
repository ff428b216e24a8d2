'use client';

import { Button, Code, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { setSignedOut, useSignedOut } from '@/app/_trpc/signedOut';

/** Over a page whose session ended: takes the token in place, so that what was typed into the page is not lost. */
export function SignedOutDialog() {
  const queryClient = useQueryClient();
  const [token, setToken] = useState('');
  const enter = useMutation({
    mutationFn: showToken,
    onSuccess: () => {
      setToken('');
      setSignedOut(false);
      void queryClient.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(token);
  };
  return (
    <Modal opened={useSignedOut()} onClose={() => {}} withCloseButton={false} title="You are signed out" centered>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">
            This browser signed out, or the access token of the workbench changed. Paste the link that the start command
            printed, or its token; <Code>npm run link</Code> prints it again.
          </Text>
          <PasswordInput
            label="Link or token"
            required
            data-autofocus
            value={token}
            error={enter.error?.message}
            onChange={({ currentTarget }) => setToken(currentTarget.value)}
          />
          <Button type="submit" loading={enter.isPending}>
            Go on
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

/** @throws Error where it is not the token */
async function showToken(token: string): Promise<void> {
  const body = new URLSearchParams({ token });
  // The answer to the right token leads to a page, which nobody needs here.
  const { type } = await fetch('/login', { method: 'POST', body, redirect: 'manual' });
  if (type !== 'opaqueredirect') throw new Error('This is not the token of this workbench. Copy the whole link.');
}
