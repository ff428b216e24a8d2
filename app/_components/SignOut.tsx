import { NavLink } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';

/** Ends the session of this browser, at the foot of the navigation. A form, so that it works whatever the page is at. */
export function SignOut() {
  return (
    <form method="post" action="/logout" style={{ marginTop: 'auto' }}>
      <NavLink
        component="button"
        type="submit"
        label="Sign out"
        style={{ borderRadius: 'var(--mantine-radius-md)' }}
        leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />}
      />
    </form>
  );
}
