import { createSubmissionReader, type Submission } from '@/domain/submissionFile';

/** Reads a whole submission file in pieces of many lengths, as they come over a network. */
export function readSubmission(text: string, split: { classes: number; known: ReadonlySet<string> }): Submission {
  const reader = createSubmissionReader(split);
  for (let start = 0, length = 1; start < text.length; start += length, length = (length % 97) + 5) {
    reader.take(text.slice(start, start + length));
  }
  return reader.end();
}
