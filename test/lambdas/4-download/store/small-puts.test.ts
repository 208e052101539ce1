import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallPuts } from '../../../../lambdas/4-download/store/small-puts.ts';
import type { Storage } from '../../../../lambdas/lake/storage.ts';
import { smallSizes } from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

/** Storage whose puts wait until `goOn` is called. */
function slowBucket() {
  const bucket = memoryStorage();
  const waiting: (() => void)[] = [];
  const slow: Storage = {
    ...bucket,
    async put(...object) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return bucket.put(...object);
    },
  };
  const goOn = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { bucket, waiting, goOn, ...smallPuts(slow, smallSizes) };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('the memory of a small file may be overwritten while it is in flight', async () => {
  const { bucket, goOn, files } = slowBucket();
  const memory = Buffer.from('one');
  assert.equal(await files.put('fhir/one', memory), 'stored');
  memory.write('two');
  assert.equal(bucket.objects.size, 0);
  goOn();
  await soon();
  assert.equal((await bucket.read('fhir/one'))?.text, 'one');
});

test('a large file is waited for', async () => {
  const { bucket, goOn, files } = slowBucket();
  const put = files
    .put('fhir/large', Buffer.alloc(smallSizes.copied + 1))
    .then(() => bucket.objects.size);
  await soon();
  goOn();
  assert.equal(await put, 1);
});

test('eight small files are in flight, and the ninth waits', async () => {
  const { waiting, goOn, files } = slowBucket();
  const puts = Array.from({ length: 9 }, (_, i) => files.put(`fhir/${i}`, 'a file'));
  await Promise.all(puts.slice(0, 8));
  await soon();
  assert.equal(waiting.length, 8);
  goOn();
  await puts[8];
  await soon();
  assert.equal(waiting.length, 1);
});

test('a record is written after the files that it names', async () => {
  const { bucket, goOn, files, records } = slowBucket();
  await files.put('fhir/one', 'a file');
  const record = records.put('exports/receipts.json', '{}');
  await soon();
  assert.equal(bucket.objects.size, 0);
  goOn();
  await soon();
  assert.deepEqual([...bucket.objects.keys()], ['fhir/one']);
  goOn();
  await record;
  assert.deepEqual([...bucket.objects.keys()], ['fhir/one', 'exports/receipts.json']);
});

test('after a failed put the next file and the record fail, and are not written', async () => {
  const bucket = memoryStorage();
  const put: Storage['put'] = async (key, ...rest) => {
    if (key === 'fhir/bad') throw new Error('SlowDown');
    return bucket.put(key, ...rest);
  };
  const { files, records } = smallPuts({ ...bucket, put }, smallSizes);
  await files.put('fhir/bad', 'a file');
  await assert.rejects(records.put('exports/receipts.json', '{}'), /SlowDown/);
  await assert.rejects(files.put('fhir/next', 'a file'), /SlowDown/);
  assert.equal(bucket.objects.size, 0);
});
