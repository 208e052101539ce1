import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHead } from '../../../../lambdas/http/direct/head.ts';

const take = (text: string) => {
  const { head, rest } = readHead(Buffer.from(text, 'latin1'));
  return { head, rest: rest.toString('latin1') };
};
const ok = { version: '1.1', status: 200, headers: { 'x-word': 'a' } };

test('a head is what comes before the first empty line', () => {
  const taken = take('HTTP/1.1 200 OK\r\nX-Word:  a\t\r\n\r\nrest\r\n\r\n');
  assert.deepEqual(taken, { head: ok, rest: 'rest\r\n\r\n' });
});

test('interim answers are skipped, and the head after them is awaited', () => {
  const before = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: b\r\n\r\n';
  assert.deepEqual(take(`${before}HTTP/1.1 200\r\nx-word: a\r\n\r\n`), { head: ok, rest: '' });
  assert.deepEqual(take(`${before}HTTP/1.1 2`), { head: undefined, rest: 'HTTP/1.1 2' });
});

test('the beginning of a head waits for the rest, however short it is', () => {
  for (const text of ['', 'H', 'HTTP/1.1 200 OK\r', 'HTTP/1.1 200 OK\r\nx-word: a\r\n\r'])
    assert.deepEqual(take(text), { head: undefined, rest: text });
});

test('what can be no head is refused before its end', () => {
  for (const text of ['220 mail', 'http/1.1', '\r\nHTTP/1.1', 'HTTP/1.1 200 OK\nx-word: a'])
    assert.throws(() => take(text), { message: 'the answer is not HTTP' });
});

test('a head of 64 KiB is read, and one byte more refused, with its end or without', () => {
  const start = 'HTTP/1.1 200 OK\r\nx-word: ';
  const longest = start + 'a'.repeat(64 * 1024 - start.length);
  assert(take(`${longest}\r\n\r\n`).head);
  for (const end of ['a\r\n\r\n', 'a'])
    assert.throws(() => take(longest + end), { message: 'the head is too long' });
});

test('the last byte of a header may be that of a no-break space', () => {
  const { head } = take('HTTP/1.1 200 OK\r\nx-word: \u00c3\u00a0 \r\n\r\n');
  assert.equal(head?.headers['x-word'], '\u00c3\u00a0');
});
