import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../lambdas/4-download/download.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aDownload, aFile, aUnit, keys, landedKey, SMALL_MIB } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { patient } from './files.ts';

const event = aDownload();
const time = () => 15 * 60 * 1000;
const small = Buffer.from(`${patient('a')}\n`);
const large = Buffer.from(`${patient('b'.repeat(SMALL_MIB))}\n`.repeat(17));

/** A small file, one of several parts, and a small one. */
async function world() {
  const bodies = [small, large, small];
  const url = (i: number) => `https://files.example/${i}`;
  const deps = stepDeps({
    routes: Object.fromEntries(bodies.map((body, i) => [`GET ${url(i)}`, { body }])),
  });
  const files = bodies.map((_, i) =>
    aFile({ index: i + 1, url: url(i), key: landedKey('Patient', i + 1) }),
  );
  await writeRecord(keys.unit(1), aUnit({ files }), deps.storage);
  return deps;
}

const etags = ({ storage }: Awaited<ReturnType<typeof world>>) =>
  [...storage.objects].map(([key, { etag }]) => `${key} ${etag}`).sort();

test('killed after each of its effects, a download that runs again lands the same (S7, D24)', async () => {
  const whole = await world();
  const result = await download(event, whole, time);
  let kills = 0;
  for (let n = 1; ; n += 1) {
    const deps = await world();
    const life = killedAt(n, 'after');
    const { http } = life({ http: deps.http });
    const dying = download(event, { ...deps, http, storage: life(deps.storage) }, time);
    const ended = await dying.then(
      () => true,
      () => false,
    );
    if (ended) break;
    kills += 1;
    assert.deepEqual(await download(event, deps, time), result);
    assert.deepEqual(etags(deps), etags(whole), `killed after ${n}`);
  }
  assert(kills > 9, `${kills} kills`);
});
