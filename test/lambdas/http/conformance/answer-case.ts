import assert from 'node:assert/strict';
import { ConnectionFailed, type Http } from '../../../../lambdas/http/http.ts';
import type { Transport } from '../../../../lambdas/settings/sources.ts';
import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { get, type Read } from '../both-transports.ts';

/** What comes of an answer: all of it, its head and no whole body, or not even a head. */
export type Outcome =
  | { kind: 'answer'; body: string; status: number; headers?: Record<string, string> }
  | { kind: 'cut short' }
  | { kind: 'no answer' };

/** What a server sends, and what must come of it over any transport. */
export type AnswerCase = {
  what: string;
  sends: RawAnswer;
  gives: Outcome;
  /** Where one transport may do otherwise: what it does, and why that is right as well. */
  except?: Partial<Record<Transport, Outcome>> & { because: string };
  /** What goes on behind its end shows only where that came together with it. */
  pieces?: 'as sent';
};

export const whole = (body: string, status = 200): Outcome => ({ kind: 'answer', body, status });
export const cutShort: Outcome = { kind: 'cut short' };
export const noAnswer: Outcome = { kind: 'no answer' };

/** What a case must give over a transport. */
export const expectedOf = ({ gives, except }: AnswerCase, transport: Transport): Outcome =>
  except?.[transport] ?? gives;

/** Longer answers would take too long byte by byte. */
const MAX_BYTES = 2000;

/** The answer as it is, and over plain http also with every byte of it in a segment of its own. */
export function cutsOf(
  { sends, pieces }: AnswerCase,
  isSecure: boolean,
): [cut: string, answer: RawAnswer][] {
  const bytes = Buffer.concat([sends.bytes].flat().map((piece) => Buffer.from(piece)));
  const asSent: [string, RawAnswer] = ['as sent', sends];
  if (isSecure || pieces === 'as sent' || bytes.length > MAX_BYTES) return [asSent];
  const each = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  return [asSent, ['byte by byte', { ...sends, bytes: each }]];
}

/** Asks, reads the answer, and tells what came of it. Whatever is thrown must say that it may have arrived. */
export async function outcomeOf(http: Http, origin: string, read: Read): Promise<Outcome> {
  let body: 'asked' | 'answered' = 'asked';
  try {
    const response = await http(get(origin));
    body = 'answered';
    const { status, headers } = response;
    return { kind: 'answer', body: await read(response), status, headers };
  } catch (error) {
    assert.ok(error instanceof ConnectionFailed, `${error}`);
    assert.equal(error.sent, true);
    if (body === 'asked') return noAnswer;
    assert.equal(error.message, 'the answer was cut short');
    return cutShort;
  }
}

/** Of headers those that are expected. */
export function checkOutcome(actual: Outcome, expected: Outcome, where: string) {
  if (actual.kind !== 'answer' || expected.kind !== 'answer')
    return assert.deepEqual(actual, expected, where);
  const names = Object.keys(expected.headers ?? {});
  const headers = Object.fromEntries(names.map((name) => [name, actual.headers?.[name] ?? '']));
  assert.deepEqual({ ...actual, headers }, { headers: {}, ...expected }, where);
}
