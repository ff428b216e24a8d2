type Failure = { message: string; data?: unknown };

/** What a user is told of a query or an action that failed. An error without `data` is not an answer of the server: there was none. */
export function failureText(error: Failure): string {
  if (isAnswer(error)) return error.message;
  return 'The workbench does not answer. Is it still running? This page comes back by itself when it does.';
}

/** Errors that pass by themselves: the server or its database is away. */
export function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return !isAnswer(error as Failure) || appCodeOf(error as Failure) === 'database_unreachable';
}

/** A stored row cannot be read: the message says what to do, and asking again does not help. */
export function isDamaged(error: Failure): boolean {
  return appCodeOf(error) === 'damaged';
}

function isAnswer({ data }: Failure): boolean {
  return typeof data === 'object' && data !== null;
}

function appCodeOf({ data }: Failure): unknown {
  return (data as { appCode?: unknown } | undefined)?.appCode;
}
