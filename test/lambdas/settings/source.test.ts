import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Attachments } from '../../../lambdas/settings/source.ts';

const isAttachments = (settings: object) =>
  Attachments.safeParse({ mimeTypes: ['text/plain'], ...settings }).success;

test('an attachment that cannot be had is written down, and a quarter of a gigabyte is too large', () => {
  assert.deepEqual(Attachments.parse({ mimeTypes: ['application/pdf'] }), {
    mimeTypes: ['application/pdf'],
    onFailure: 'record',
    maxBytes: 256 * 1024 ** 2,
  });
});

test('attachments are chosen by MIME type, or by its first half', () => {
  for (const type of ['text/plain', 'text/*', 'application/vnd.a+xml', 'image/svg+xml'])
    assert(isAttachments({ mimeTypes: [type] }), type);
  for (const type of ['', 'text', 'text/', '*/*', '*', 'Text/Plain', 'text/plain; charset=a'])
    assert(!isAttachments({ mimeTypes: [type] }), type);
  assert(!isAttachments({ mimeTypes: [] }));
  assert(!isAttachments({ mimeTypes: undefined }));
});

test('what an attachment does that cannot be had is one of two', () => {
  for (const onFailure of ['record', 'fail']) assert(isAttachments({ onFailure }));
  assert(!isAttachments({ onFailure: 'ignore' }));
});

test('a limit is a whole number of bytes', () => {
  assert(isAttachments({ maxBytes: 1 }));
  for (const maxBytes of [0, -1, 1.5, '7']) assert(!isAttachments({ maxBytes }));
  assert(!isAttachments({ url: 'https://a.example' }));
});
