import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chunkedFraming, unframe } from '../../../../lambdas/http/direct/framing.ts';

function read(...parts: string[]) {
  const framing = chunkedFraming();
  let text = '';
  let rest = '';
  for (const part of parts)
    rest = unframe(Buffer.from(part), framing, (content) => {
      text += content;
      return content.length;
    }).toString();
  return { text, rest, isWhole: framing.isComplete() };
}

const broken = { name: 'ConnectionFailed', message: 'the answer was cut short' };

test('what follows the last chunk is left', () => {
  const whole = { text: 'hello', rest: 'next', isWhole: true };
  assert.deepEqual(read('5\r\nhello\r\n0\r\n\r\nnext'), whole);
  assert.deepEqual(read('5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\nnext'), whole);
});

test('framing may be cut anywhere', () => {
  const bytes = '05;a="b\\"";c\r\nhello\r\n0;d=e\r\nx-sum: 1\r\n\r\n';
  const cuts = fc.array(fc.nat(bytes.length), { maxLength: 9 });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...places.sort((a, b) => a - b), bytes.length];
      const parts = sorted.slice(1).map((to, i) => bytes.slice(sorted[i], to));
      assert.deepEqual(read(...parts), { text: 'hello', rest: '', isWhole: true });
    }),
  );
});

test('a body is not whole before its last empty line', () => {
  for (const bytes of [
    '',
    '5\r\nhello\r\n',
    '5\r\nhello\r\n0\r\n',
    '5\r\nhello\r\n0\r\nx: 1\r\n\r',
  ])
    assert.equal(read(bytes).isWhole, false);
});

const malformed: [string, string][] = [
  ['no size', '\r\nhello\r\n'],
  ['a size that is no number', 'g\r\n'],
  ['a sign before the size', '+5\r\nhello\r\n'],
  ['a space behind the size', '5 \r\nhello\r\n'],
  ['a size beyond all numbers', `${'f'.repeat(13)}\r\n`],
  ['an extension without a name', '5;\r\nhello\r\n'],
  ['an extension with LF', '5;a\nhello\r\n'],
  ['an extension with CR', '5;a\rb\r\nhello\r\n'],
  ['extensions without end', `5;a=${'b'.repeat(17_000)}`],
  ['content beyond the size', '4\r\nhello\r\n'],
  ['LF alone behind the content', '5\r\nhello\n0\r\n\r\n'],
  ['LF alone behind the last size', '5\r\nhello\r\n0\n\n'],
  ['a trailer that is no header', '0\r\nhello\r\n\r\n'],
  ['trailers without end', `0\r\n${'x: y\r\n'.repeat(3000)}`],
];
for (const [what, bytes] of malformed)
  test(`${what} is malformed`, () => assert.throws(() => read(bytes), broken));
