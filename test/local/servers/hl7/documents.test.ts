import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { bearerLogin } from '../../../../local/servers/auth/login.ts';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import type { DocumentsOptions } from '../../../../local/servers/hl7/options.ts';
import { send } from '../send.ts';
import { anHl7Server, finished, resourcesIn, texts } from './hl7-server.ts';

const asked = { headers: { authorization: 'Bearer some-word' } };
const Attachment = z.strictObject({
  contentType: z.string(),
  size: z.int(),
  hash: z.string(),
  data: z.string().optional(),
  url: z.string().optional(),
});
const Document = z.looseObject({
  content: z.tuple([z.strictObject({ attachment: Attachment })]),
});

async function aServerOfDocuments(documents: Partial<DocumentsOptions> = {}, open = false) {
  const made = anHl7Server({
    login: bearerLogin('some-word'),
    requiresAccessToken: !open,
    documents: { count: 6, links: 'absolute', ...documents },
  });
  const path = '/fhir/$export?_type=DocumentReference';
  const { output } = await finished(made.server, path, asked);
  const got = await texts(made.server, output, open ? {} : asked.headers);
  const attachments = resourcesIn(got.DocumentReference).map(
    (resource) => Document.parse(resource).content[0].attachment,
  );
  return { ...made, attachments };
}

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('base64');

test('documents have an attachment, the first with its data, the others with a link (rule 47)', async () => {
  const { attachments } = await aServerOfDocuments();
  assert.equal(attachments.length, 6);
  const [first, ...others] = attachments;
  const data = Buffer.from(first?.data ?? '', 'base64');
  assert.deepEqual([data.length, sha1(data)], [first?.size, first?.hash]);
  assert.deepEqual(
    others.map(({ url, data }) => [url, data]),
    [1, 2, 3, 4, 5].map((nth) => [`https://analytics.example/fhir/Binary/bin-${nth}`, undefined]),
  );
  const kinds = new Set(attachments.map(({ contentType }) => contentType));
  assert.deepEqual(kinds, new Set(['text/plain', 'application/pdf']));
});

test('a Binary needs the token, and is bytes, or FHIR for a client that accepts it (rule 6)', async () => {
  const { server, attachments } = await aServerOfDocuments();
  for (const { url = '', contentType, size, hash } of attachments.slice(1)) {
    assert.equal((await send(server, url, { headers: {} })).status, 401);
    const headers = { ...asked.headers, accept: contentType };
    const raw = await server.handle({ method: 'GET', url: new URL(url), headers, body: '' });
    assert.deepEqual([raw.status, raw.headers['content-type']], [200, contentType]);
    assert.ok(Buffer.isBuffer(raw.body));
    assert.deepEqual([raw.body.length, sha1(raw.body)], [size, hash]);
    const fhir = await send(server, url, {
      headers: { ...asked.headers, accept: 'application/fhir+json' },
    });
    assert.deepEqual(JSON.parse(fhir.text), {
      resourceType: 'Binary',
      id: url.split('/').at(-1),
      contentType,
      data: raw.body.toString('base64'),
    });
  }
});

test('where files need no token, attachments refuse one (rule 6)', async () => {
  const { server, attachments } = await aServerOfDocuments({}, true);
  const url = attachments[1]?.url ?? '';
  assert.equal((await send(server, url, { headers: {} })).status, 200);
  assert.equal((await send(server, url, asked)).status, 400);
  assert.equal((await send(server, url.replace('bin-1', 'bin-2'), { headers: {} })).status, 403);
});

test('links may be relative, or on another origin', async () => {
  const relative = await aServerOfDocuments({ links: 'relative' });
  assert.equal(relative.attachments[1]?.url, 'Binary/bin-1');
  const elsewhere = await aServerOfDocuments({ origin: () => 'https://elsewhere.example' });
  assert.equal(elsewhere.attachments[1]?.url, 'https://elsewhere.example/fhir/Binary/bin-1');
});

test('some Binaries may be missing', async () => {
  const { server, attachments } = await aServerOfDocuments({ missing: 2 });
  const statuses = [];
  for (const { url = '' } of attachments.slice(1))
    statuses.push((await send(server, url, asked)).status);
  assert.deepEqual(statuses, [200, 200, 200, 404, 404]);
});

test('documents are in the windows of their patients and their time', async () => {
  const { server, population, groups } = await aServerOfDocuments();
  const [patient = ''] = population.patientIds(1);
  groups.write('g1', groupOf([patient]));
  const listed = async (path: string) => (await finished(server, path, asked)).output;
  const [own] = await listed('/fhir/Group/g1/$export?_type=DocumentReference');
  assert.equal(own?.count, 1);
  const since = '_since=2025-12-01T00:00:00Z&_type=DocumentReference';
  assert.deepEqual(await listed(`/fhir/$export?${since}`), []);
});
