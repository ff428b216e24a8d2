import { lineText } from './text/textSchemas';

/** How a submission file is sent: as a text type that no form of another site can send, with at most so many bytes. */
export const submissionUpload = { type: 'text/tab-separated-values', limit: 64 * 1024 * 1024 } as const;

/** How the row of the scores is called. */
export const submissionNameSchema = lineText({
  what: 'The name',
  max: 120,
  empty: 'Give the scores a name, e.g. that of their method.',
});
