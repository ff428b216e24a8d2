import { spawn } from 'node:child_process';
import { AppError } from '@/domain/errors';

export type FfmpegCall = {
  ffmpegPath: string;
  args: string[];
  /** Written to ffmpeg's standard input (`pipe:0`). */
  input?: Uint8Array;
  onStdout?: (chunk: Buffer) => void;
  onStderrLine?: (line: string) => void;
  timeoutMs: number;
  /** ffmpeg is stopped when it has said and written nothing for so long. */
  idleMs?: number;
  signal?: AbortSignal;
};

export type FfmpegResult = {
  /** Exit code; null when ffmpeg was killed. */
  code: number | null;
  timedOut: boolean;
  /** The last lines of the log. */
  log: string[];
};

const keptLines = 40;

/**
 * Runs ffmpeg as a child process, without a shell. A failed conversion is a result, not an error: the caller knows the file.
 * What `onStdout` or `onStderrLine` throw stops ffmpeg and is thrown here.
 * @throws AppError ffmpeg_missing; the reason of the signal when it is aborted
 */
export function runFfmpeg(call: FfmpegCall): Promise<FfmpegResult> {
  return new Promise((resolve, reject) => {
    call.signal?.throwIfAborted();
    const child = spawn(call.ffmpegPath, ['-hide_banner', '-nostdin', '-nostats', ...call.args], {
      stdio: [call.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    const log: string[] = [];
    let failure: { cause: unknown } | null = null;
    let timedOut = false;
    let openLine = '';

    const stop = (cause: unknown) => {
      failure ??= { cause };
      child.kill('SIGKILL');
    };
    const guarded = (work: () => void) => {
      if (failure) return;
      try {
        work();
      } catch (cause) {
        stop(cause);
      }
    };
    const onLine = (line: string) => {
      log.push(line);
      if (log.length > keptLines) log.shift();
      call.onStderrLine?.(line);
    };
    const onAbort = () => stop(call.signal?.reason);
    const giveUp = () => {
      timedOut = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(giveUp, call.timeoutMs);
    const idle = call.idleMs === undefined ? null : setTimeout(giveUp, call.idleMs);
    call.signal?.addEventListener('abort', onAbort, { once: true });

    child.stdout?.on('data', (chunk: Buffer) => {
      idle?.refresh();
      guarded(() => call.onStdout?.(chunk));
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      idle?.refresh();
      const lines = (openLine + chunk).split(/\r?\n/);
      openLine = lines.pop() ?? '';
      for (const line of lines) guarded(() => onLine(line));
    });
    child.stdin?.on('error', () => undefined); // ffmpeg closed its input early: its exit code says why
    child.stdin?.end(call.input);
    child.on('error', (cause) => {
      failure ??= { cause: startFailure(call.ffmpegPath, cause) };
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (idle) clearTimeout(idle);
      call.signal?.removeEventListener('abort', onAbort);
      if (openLine !== '') guarded(() => onLine(openLine));
      if (failure) reject(failure.cause);
      else resolve({ code, timedOut, log });
    });
  });
}

function startFailure(ffmpegPath: string, cause: unknown): AppError {
  return new AppError(
    'ffmpeg_missing',
    `ffmpeg cannot be started as ${ffmpegPath}. Run "npm run doctor", or set FOVEA_FFMPEG to an ffmpeg with libx264.`,
    { cause },
  );
}
