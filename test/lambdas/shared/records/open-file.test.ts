import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFile, keys } from '../../../fakes/builders.ts';
import { longContent, longFile, partOf } from '../../4-download/long-file-world.ts';

const CONTENT = longContent();

test('F13: a file that the version before has left in the middle is gone on with', async () => {
  const { call, requests, storage } = await longFile((request) => partOf(CONTENT, request));
  assert.equal((await call()).kind, 'more');
  const paper = JSON.parse((await storage.read(keys.openFile(1)))?.text ?? '');
  const { kind, ...file } = paper.file;
  assert.equal(kind, 'plain');
  await storage.put(keys.openFile(1), JSON.stringify({ file }));
  for (let kind = 'more'; kind === 'more'; ) ({ kind } = await call());
  assert.equal(requests[1]?.headers.range, `bytes=${file.uploaded.bytes}-`);
  assert.ok(storage.objects.get(aFile().key)?.body.equals(CONTENT));
});
