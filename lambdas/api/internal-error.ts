import type { Log } from '../runtime/log.ts';
import type { Answer } from './answer.ts';

/** Tells the log what went wrong, and the caller only that something did. */
export function internalError(error: unknown, log: Log): Answer {
  const { name, message } = error instanceof Error ? error : new Error('no error was thrown');
  log.error('api.failed', { error: name, message });
  return { status: 500, body: { error: 'InternalError' } };
}
