import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATUS_URL } from '../../fakes/builders.ts';
import { aFileOf } from './files.ts';
import { EXPIRED, files, linksWorld, MANIFEST, manifestOf, NEW, OLD } from './links-world.ts';

/** Links that have expired by the manifest's `Expires` (rule 45, M15). */

test('an expired link is renewed before it is used (M15)', async () => {
  const { download, asked } = await linksWorld({
    expires: EXPIRED,
    routes: { [MANIFEST]: manifestOf(NEW, 1), ...files(NEW, 1, aFileOf('a')) },
  });
  assert.equal((await download()).kind, 'done');
  assert.deepEqual(asked(), [STATUS_URL, `${NEW}/1`]);
});

test('a link that is valid for more than a second is used, and not renewed before (M15)', async () => {
  const in1001Milliseconds = '2026-11-22T03:00:01.001Z';
  const good = await linksWorld({
    expires: in1001Milliseconds,
    routes: files(OLD, 1, aFileOf('a')),
  });
  await good.download();
  assert.deepEqual(good.asked(), [`${OLD}/1`]);
  const short = await linksWorld({
    expires: '2026-11-22T03:00:01.000Z',
    routes: { [MANIFEST]: manifestOf(NEW, 1), ...files(NEW, 1, aFileOf('a')) },
  });
  await short.download();
  assert.deepEqual(short.asked(), [STATUS_URL, `${NEW}/1`]);
});

test('one reading serves all files of a page (rule 45)', async () => {
  const { download, asked } = await linksWorld({
    expires: EXPIRED,
    count: 3,
    routes: { [MANIFEST]: manifestOf(NEW, 3), ...files(NEW, 3, aFileOf('a')) },
  });
  await download();
  assert.deepEqual(asked(), [STATUS_URL, `${NEW}/1`, `${NEW}/2`, `${NEW}/3`]);
});

test('new links that expire while a unit is downloaded are renewed again (rule 45)', async () => {
  const soon = { expires: 'Sun, 22 Nov 2026 03:05:00 GMT' };
  const slow = () => {
    clock.advance(6 * 60);
    return aFileOf('a');
  };
  const { download, asked, clock } = await linksWorld({
    expires: EXPIRED,
    count: 2,
    routes: {
      [MANIFEST]: [{ ...manifestOf(OLD, 2), headers: soon }, manifestOf(NEW, 2)],
      [`GET ${OLD}/1`]: slow,
      [`GET ${NEW}/2`]: aFileOf('b'),
    },
  });
  await download();
  assert.deepEqual(asked(), [STATUS_URL, `${OLD}/1`, STATUS_URL, `${NEW}/2`]);
});

test('a server that never moves its Expires is asked once, not for each file (rule 45)', async () => {
  const stale = { ...manifestOf(OLD, 3), headers: { expires: 'Sun, 22 Nov 2026 02:30:00 GMT' } };
  const { download, asked } = await linksWorld({
    expires: EXPIRED,
    count: 3,
    routes: { [MANIFEST]: stale, ...files(OLD, 3, aFileOf('a')) },
  });
  await download();
  assert.deepEqual(asked(), [STATUS_URL, `${OLD}/1`, `${OLD}/2`, `${OLD}/3`]);
});

for (const [what, answer] of [
  ['is gone', { status: 404 }],
  ['is a page', { body: '<html>marker</html>' }],
  ['is refused to us', { status: 401 }],
] as const)
  test(`if the manifest ${what}, the old link is tried, and its answer counts (rule 45)`, async () => {
    const routes = { [MANIFEST]: answer, ...files(OLD, 1, { status: 410 }) };
    const { download, asked } = await linksWorld({ expires: EXPIRED, routes });
    await assert.rejects(download(), { name: 'FileRefused', message: /answered 410/ });
    assert.ok(asked().includes(`${OLD}/1`));
  });

for (const [what, answer, waitSeconds] of [
  ['throttles', { status: 429 }, 18],
  ['throttles and says how long', { status: 503, headers: { 'retry-after': '9' } }, 12],
] as const)
  test(`a status endpoint that ${what} is asked again after the wait (M15, D21)`, async () => {
    const expired = files(OLD, 1, { status: 403 });
    const routes = { ...expired, ...files(NEW, 1, aFileOf('a')) };
    const once = { ...routes, [MANIFEST]: [answer, manifestOf(NEW, 1)] };
    const { download, clock } = await linksWorld({ routes: once });
    assert.deepEqual(await download(), { kind: 'retry-after', waitSeconds });
    clock.advance(waitSeconds);
    assert.equal((await download()).kind, 'done');
  });

for (const [what, answer, name] of [
  ['is down', { status: 503 }, 'ServerUnavailable'],
  ['has an error of its own', { status: 500 }, 'ServerUnavailable'],
] as const)
  test(`a status endpoint that ${what} is asked again, and an expired link does not fail the file (M15)`, async () => {
    const expired = files(OLD, 1, { status: 403 });
    const routes = { ...expired, ...files(NEW, 1, aFileOf('a')) };
    const once = { ...routes, [MANIFEST]: [answer, manifestOf(NEW, 1)] };
    assert.equal((await (await linksWorld({ routes: once })).download()).kind, 'done');
    const still = await linksWorld({ routes: { ...routes, [MANIFEST]: answer } });
    await assert.rejects(still.download(), { name });
  });

test('a manifest that cannot be read is asked for once, not for each file (rule 45)', async () => {
  for (const answer of [{ status: 404 }, { body: '<html>' }]) {
    const { download, asked } = await linksWorld({
      expires: EXPIRED,
      count: 3,
      routes: { [MANIFEST]: answer, ...files(OLD, 3, aFileOf('a')) },
    });
    await download();
    assert.deepEqual(asked(), [STATUS_URL, `${OLD}/1`, `${OLD}/2`, `${OLD}/3`]);
  }
});

test('a server that is down when its manifest is read again is retried', async () => {
  const { download, clock } = await linksWorld({
    expires: EXPIRED,
    routes: { [MANIFEST]: ['refused', manifestOf(NEW, 1)], ...files(NEW, 1, aFileOf('a')) },
  });
  assert.equal((await download()).kind, 'done');
  assert.deepEqual(clock.sleeps, [1000]);
});
