import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOrQuarantine, saveRefusal } from '../../../lambdas/manifest/quarantine-answer.ts';
import { StatusMalformed } from '../../../lambdas/runtime/errors.ts';
import { EXPORT_ID, keys } from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const malformed = (): never => {
  throw new StatusMalformed('the status is not JSON');
};
const prefix = keys.unreadableAnswer('').replace('.txt', '');
const kept = (storage: ReturnType<typeof memoryStorage>) =>
  [...storage.objects].map(([key, { body }]) => [key.replace(prefix, ''), body.toString()]);

test('the body of a refusal is stored, unless it is empty (K2)', async () => {
  const storage = memoryStorage();
  await saveRefusal(EXPORT_ID, { text: '' }, storage);
  assert.equal(storage.objects.size, 0);
  await saveRefusal(EXPORT_ID, { text: '{"issue":[]}\n' }, storage);
  assert.deepEqual(kept(storage), [[keys.refusal, '{"issue":[]}\n']]);
});

test('a readable response is not stored', async () => {
  const storage = memoryStorage();
  assert.equal(await readOrQuarantine(EXPORT_ID, { text: 'a' }, storage, () => 7), 7);
  assert.equal(storage.objects.size, 0);
});

test('malformed responses are stored unchanged, equal ones once (P7)', async () => {
  const storage = memoryStorage();
  for (const text of ['{"cut', '<html>', '{"cut'])
    await assert.rejects(readOrQuarantine(EXPORT_ID, { text }, storage, malformed), {
      name: 'StatusMalformed',
      message: 'the status is not JSON',
    });
  const texts = kept(storage).map(([, text]) => text);
  assert.deepEqual(new Set(texts), new Set(['{"cut', '<html>']));
  assert.equal(texts.length, 2);
  for (const [name = ''] of kept(storage)) assert.match(name, /^[0-9a-f]{16}\.txt$/);
});

test('a response that is refused for another reason is not stored', async () => {
  const storage = memoryStorage();
  const refuse = () => {
    throw new RangeError('no');
  };
  await assert.rejects(readOrQuarantine(EXPORT_ID, { text: 'a' }, storage, refuse), RangeError);
  assert.equal(storage.objects.size, 0);
});
