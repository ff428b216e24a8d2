/** Blanks and line ends, which would end the field of an id; "%" only where it would be read as one of them. */
const ambiguous = /[\s\p{Z}\p{Cc}\uFFFD]|%(?=[0-9A-F]{2})/gu;

/** The id of a video as it stands in a submission file: blanks and the like as in addresses ("my video" is "my%20video"). */
export function submissionId(id: string): string {
  return id.replace(ambiguous, encodeURIComponent);
}
