import { head } from '../both-paths.ts';
import type { AnswerCase } from './answer-case.ts';

/** Heads that are odd and right. */

const answerOf = (...lines: string[]) => `${head('content-length: 2', ...lines)}hi`;
const hi = { kind: 'answer', body: 'hi', status: 200 } as const;
const latin1 = (text: string) => Buffer.from(text, 'latin1');

const statuses = [200, 201, 206, 301, 302, 307, 401, 403, 404, 410, 418, 429, 500, 503, 599];

const odd: [string, string, Record<string, string>][] = [
  ['names are in lower case', answerOf('X-Word: a'), { 'x-word': 'a' }],
  ['one that is sent twice is one', answerOf('X-Word: a', 'X-WORD: b'), { 'x-word': 'a, b' }],
  ['cookies are one', answerOf('set-cookie: c', 'set-cookie: d'), { 'set-cookie': 'c, d' }],
  ['of an etag the first counts', answerOf('etag: e', 'etag: f'), { etag: 'e' }],
  ['of a location the first counts', answerOf('location: /e', 'location: /f'), { location: '/e' }],
  ['no blank is needed', answerOf('x-word:a'), { 'x-word': 'a' }],
  ['blanks around a value are none of it', answerOf('x-word: \t a b \t'), { 'x-word': 'a b' }],
  ['a value may be empty', answerOf('x-word:'), { 'x-word': '' }],
  ['a value may hold colons', answerOf('x-word: a:b: c'), { 'x-word': 'a:b: c' }],
  ['a value may hold any letter', answerOf('x-word: \u00e4\u00ff\u0080'), { 'x-word': 'äÿ\u0080' }],
  [
    'its last byte may be a no-break space',
    answerOf('x-word: \u00c3\u00a0 '),
    { 'x-word': 'Ã\u00a0' },
  ],
  ['a value may hold a tab', answerOf('x-word: a\tb'), { 'x-word': 'a\tb' }],
  ['a name may be any token', answerOf("x!#$%&'*+-.^_`|~9: a"), { "x!#$%&'*+-.^_`|~9": 'a' }],
  ['a name may be one of JavaScript’s', answerOf('constructor: a'), { constructor: 'a' }],
  [
    'a head of 50 KB is read',
    answerOf(`x-long: ${'a'.repeat(50_000)}`),
    { 'x-long': 'a'.repeat(50_000) },
  ],
  [
    '900 of them are read',
    answerOf(...Array.from({ length: 900 }, (_, i) => `x-${i}: a`)),
    { 'x-899': 'a' },
  ],
  ['a reason may be missing', answerOf().replace('200 OK', '200'), {}],
  ['a reason may be empty', answerOf().replace('200 OK', '200 '), {}],
  ['a reason may be any text', answerOf().replace('200 OK', '200 \u00e4 b\tc'), {}],
];

export const heads: AnswerCase[] = [
  ...statuses.map(
    (status): AnswerCase => ({
      what: `${status} is an answer as any, with its body, and no redirect is followed`,
      sends: { bytes: answerOf('location: /a').replace('200 OK', `${status} Word`) },
      gives: { ...hi, status, headers: { location: '/a' } },
    }),
  ),
  ...odd.map(
    ([what, text, headers]): AnswerCase => ({
      ...{ what: `of headers, ${what}`, sends: { bytes: latin1(text) }, gives: { ...hi, headers } },
    }),
  ),
];
