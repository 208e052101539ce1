import assert from 'node:assert/strict';
import { test } from 'node:test';
import { landedKey } from '../../fakes/builders.ts';
import { aFileOf, patients } from './files.ts';
import { linksWorld, OLD } from './links-world.ts';

/** Servers that redirect to storage by a signed link, which is a credential by itself. */

const SIGNED = 'https://storage.example/bucket/1?X-Amz-Signature=test-word';
const redirect = (status: number) => ({ status, headers: { location: SIGNED } });

for (const status of [301, 302, 303, 307, 308])
  test(`${status} to a signed link is followed by a GET with only the accept headers (D22)`, async () => {
    const world = await linksWorld({
      routes: { [`GET ${OLD}/1`]: redirect(status), [`GET ${SIGNED}`]: aFileOf('a') },
    });
    assert.equal((await world.download()).kind, 'done');
    const [own, signed] = world.http.requests;
    assert.equal(own?.headers.client_id, 'test-client');
    assert.deepEqual([signed?.method, signed?.url], ['GET', SIGNED]);
    assert.deepEqual(Object.keys(signed?.headers ?? {}).sort(), ['accept', 'accept-encoding']);
    const stored = [...world.storage.objects].find(([key]) => key === landedKey('Patient', 1));
    assert.equal(stored?.[1].body.toString(), patients('a'));
  });

for (const status of [401, 403])
  test(`${status} to a signed link requests no other token, and the error does not contain the link (D18, D22)`, async () => {
    const world = await linksWorld({
      routes: { [`GET ${OLD}/1`]: redirect(307), [`GET ${SIGNED}`]: { status } },
      unit: { pages: [] },
    });
    await assert.rejects(world.download(), (error: Error) => {
      assert.equal(error.name, 'FileRefused');
      assert.doesNotMatch(error.message, /test-word|X-Amz|bucket/);
      return true;
    });
  });
