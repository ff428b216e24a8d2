import { AppError } from '@/domain/errors';
import type { VideoScan } from '@/domain/videoStates';
import { ensureVideoIndex, type ScanRequest } from './ensureVideoIndex';
import { shownSeconds } from './videoIndex';

/**
 * Reads a whole video once and says what is in it. What is wrong with the file is an answer, not an error.
 * The times of its frames are kept under `cacheRoot`, so a second scan of the same file takes no time.
 * @throws AppError ffmpeg_missing, disk_full; the reason of the signal
 */
export async function scanVideo(request: ScanRequest): Promise<VideoScan> {
  try {
    const index = await ensureVideoIndex({ ...request, thorough: true });
    const { height, width, startSeconds, ticks, remarks } = index;
    const shown = shownSeconds(index);
    const times = {
      ...(startSeconds === 0 ? {} : { startSeconds }),
      durationSeconds: startSeconds + shown,
      frameRate: shown > 0 ? ticks.length / shown : null,
    };
    return { state: 'ok', frames: ticks.length, height, width, ...times, remarks };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'video_missing') return { state: 'missing', message: error.message };
    if (error.code === 'video_undecodable') return { state: 'undecodable', message: error.message };
    throw error;
  }
}
