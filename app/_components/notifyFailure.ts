import { notifications } from '@mantine/notifications';
import { failureText } from './failureText';

/** For `onError` of a mutation: shows what was not done, why, and stays until it is read. */
export function notifyFailure(title: string) {
  return (error: { message: string }) => {
    notifications.show({ color: 'red', title, message: failureText(error), autoClose: false });
  };
}
