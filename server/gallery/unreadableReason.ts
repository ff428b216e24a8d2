/** Why a video has no scores, as its import found it. */
export function unreadableReason(video: { state: string; message: string | null } | null): string {
  if (video?.message) return video.message;
  return video?.state === 'missing' ? 'The file is missing.' : 'The file could not be read when the run evaluated it.';
}
