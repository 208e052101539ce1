import { ConnectionFailed } from './http.ts';

/** A body that did not come to its proven end (D1), unless its error says so already. */
export const cutShort = (cause: unknown): ConnectionFailed =>
  cause instanceof ConnectionFailed
    ? cause
    : new ConnectionFailed('the answer was cut short', true, { cause });
