'use client';

import { notifications } from '@mantine/notifications';
import { UndoMessage } from './UndoMessage';

/** Says what was deleted and offers a way back for a while. */
export function offerUndo({ title, text, onUndo }: { title: string; text: string; onUndo: () => void }): void {
  const undo = () => {
    onUndo();
    notifications.hide(notice);
  };
  const notice = notifications.show({ autoClose: 15_000, title, message: <UndoMessage text={text} onUndo={undo} /> });
}
