/**
 * Everything that can go wrong for a reason the user can act on. Anything that is not an AppError is a bug.
 * `retry` says whether the run lifecycle may try again by itself (workbench: no retry for configuration errors or memory).
 */
export const errorCodes = {
  bad_request: { retry: false },
  not_found: { retry: false },
  conflict: { retry: false },
  config_invalid: { retry: false },
  engine_missing: { retry: false },
  ffmpeg_missing: { retry: false },
  dataset_missing: { retry: false },
  dataset_invalid: { retry: false },
  video_missing: { retry: false },
  video_undecodable: { retry: false },
  checkpoint_missing: { retry: false },
  checkpoint_invalid: { retry: false },
  base_failed: { retry: false },
  base_damaged: { retry: false },
  loss_not_finite: { retry: false },
  out_of_memory: { retry: false },
  disk_full: { retry: false },
  disk_fault: { retry: false },
  artifact_corrupt: { retry: false },
  damaged: { retry: false },
  fenced: { retry: false },
  database_unreachable: { retry: true },
  worker_lost: { retry: true },
  internal: { retry: false },
} as const satisfies Record<string, { retry: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a code for programs and a message that tells the user what to do next. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}
