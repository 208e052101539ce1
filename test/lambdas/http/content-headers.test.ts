import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesMimeType, mimeTypeOf } from '../../../lambdas/http/content-headers.ts';

test('a MIME type is read without its parameters, in lower case', () => {
  for (const text of ['text/plain', 'Text/PLAIN; charset=UTF-8', ' text/plain ;x'])
    assert.equal(mimeTypeOf(text), 'text/plain', text);
  assert.equal(mimeTypeOf('application/vnd.a+xml'), 'application/vnd.a+xml');
});

test('a text that is not a MIME type gives null, such as one with a line break', () => {
  for (const text of [
    '',
    'text',
    'text/',
    '/plain',
    '*/*',
    'a/b c',
    'a/b\r\nx: y',
    null,
    undefined,
  ])
    assert.equal(mimeTypeOf(text), null, JSON.stringify(text));
});

test('a type matches its own name, or the range of its kind', () => {
  assert.ok(matchesMimeType('text/html', ['application/pdf', 'text/*']));
  assert.ok(matchesMimeType('application/pdf', ['application/pdf', 'text/*']));
  for (const type of ['application/pdfx', 'texts/plain', 'application/xml'])
    assert.ok(!matchesMimeType(type, ['application/pdf', 'text/*']), type);
});
