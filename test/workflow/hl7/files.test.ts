import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipped, ofType } from '../../../local/servers/faults/files.ts';
import type { Interceptor } from '../../../local/servers/http/routing.ts';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const withFiles = (intercept: Interceptor) =>
  openHl7World({
    server: () => ({
      version: 'v3',
      linesPerFile: 20,
      faults: [{ on: 'file', intercept }],
    }),
  });

/** Every other file is compressed, whatever the client requests. */
function everyOther(compress: Interceptor): Interceptor {
  let served = 0;
  return (request, next) => {
    served += 1;
    return served % 2 === 0 ? compress(request, next) : next();
  };
}

test('plain and compressed files land as the same bytes (rule 43)', async () => {
  const world = await withFiles(everyOther(gzipped));
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  assert.ok(result.files.length > 2);
  await world.close();
});

const typed =
  (type: string | undefined): Interceptor =>
  async (_, next) => {
    const { headers, ...response } = await next();
    const { 'content-type': __, ...others } = headers;
    return { ...response, headers: { ...others, ...(type && { 'content-type': type }) } };
  };

for (const type of ['application/ndjson', 'application/octet-stream', 'text/plain', undefined])
  test(`NDJSON is requested, and accepted as ${type ?? 'no type'} (rule 44)`, async () => {
    const world = await withFiles(typed(type));
    assertLanded(world, await world.run('hl7', { types: TYPES }));
    const files = world.server.requests.filter(({ url }) => url.pathname.startsWith('/files/'));
    assert.ok(files.every(({ headers }) => headers.accept?.startsWith('application/fhir+ndjson')));
    await world.close();
  });

test('many files of a type land as that type, with unchanged references (rule 46)', async () => {
  const world = await withFiles((_, next) => next());
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  for (const type of TYPES) {
    const files = result.files.filter((file) => file.type === type);
    assert.ok(files.length > 1, type);
    assert.ok(
      files.every(({ objects }) => objects.every(({ key }) => key.startsWith(`fhir/${type}/`))),
    );
  }
  assert.equal(requestsTo(world, /^\/files\//).length, result.files.length);
  await world.close();
});

test('a file with resources of another type fails the export (rule 46)', async () => {
  const world = await withFiles(ofType('Observation'));
  const { error, files } = await world.run('hl7', { types: TYPES });
  assert.deepEqual([error?.name, files], ['LineRefused', []]);
  await world.close();
});
