import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { aText, binary, fhir, settled } from './attachment-world.ts';

for (const [what, answer, says] of [
  ['404', { status: 404 }, /404/],
  ['410', { status: 410 }, /410/],
  ['204', { status: 204 }, /204/],
  ['403', { status: 403 }, /403/],
  ['a login page (D8)', { headers: { 'content-type': 'text/html' }, body: '<html>' }, /text\/html/],
  ['another type (D7)', { headers: { 'content-type': 'image/png' }, body: 'x' }, /image\/png/],
  ['an OperationOutcome (D8)', fhir({ resourceType: 'OperationOutcome' }), /fhir\+json/],
  ['a Binary of another type', binary({ contentType: 'image/png' }), /image\/png/],
  ['a Binary without data', binary({ data: undefined }), /without its data/],
  ['a Binary of no base64', binary({ data: '<b>' }), /without its data/],
  ['a cut (D1)', { ...aText('hello'), cut: true }, /ended/],
  [
    'an end that nothing proves (D2)',
    { ...aText('hello'), unframed: true },
    /end of the attachment/,
  ],
] as const)
  test(`${what} is a failure that is recorded, and nothing is stored`, async () => {
    const { line, bytes } = await settled(answer);
    assert.partialDeepStrictEqual(line, { outcome: 'failed', key: null, bytes: null });
    assert.match(line?.reason ?? '', says);
    assert.equal(bytes, undefined);
  });

test('nothing is read of an attachment whose length is too large (D5)', async () => {
  const headers = { 'content-type': 'text/plain', 'content-length': '1000' };
  const { line } = await settled({ headers, body: '123', cut: true }, {}, { maxBytes: 5 });
  assert.match(line?.reason ?? '', /maxBytes/);
});

test('JSON that may be a Binary is read up to 64 MiB', async () => {
  const headers = { 'content-type': 'application/fhir+json' };
  const body = Array.from({ length: 65 }, () => Buffer.alloc(1024 ** 2, ' '));
  assert.match((await settled({ headers, body })).line?.reason ?? '', /JSON of more than/);
});

for (const [what, answer] of [
  ['by its length', aText('123456')],
  [
    'while it comes',
    {
      ...aText('123456'),
      headers: { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' },
      unframed: true,
    },
  ],
  [
    'unpacked',
    {
      headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
      body: gzipSync('1'.repeat(1000)),
    },
  ],
  ['within a Binary', binary({ data: btoa('123456') })],
] as const)
  test(`more than maxBytes is refused ${what} (D5)`, async () => {
    const maxBytes = what === 'unpacked' ? 100 : 5;
    const { line, bytes } = await settled(answer, {}, { maxBytes });
    assert.match(line?.reason ?? '', /maxBytes/);
    assert.equal(bytes, undefined);
    const owners = [{ owner: 'a', nth: 1, size: null, hash: null }];
    const more = await settled(answer, { owners }, { maxBytes: 1000 });
    assert.equal(more.line?.outcome, 'stored');
  });
