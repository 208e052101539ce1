import assert from 'node:assert/strict';
import { test } from 'node:test';
import { put } from './cases/objects.ts';
import { complete, create, sendPart } from './cases/uploads.ts';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

test('each stored object and each part is told once, with its bytes, and nothing that was refused', () =>
  withFolder(async (directory) => {
    const told: [string, number][] = [];
    const onStored = (key: string, bytes: number) => told.push([key, bytes]);
    const clients = inProcess(cloudOver(directory, { onStored }));
    await put(clients, 'small', 'four');
    await assert.rejects(put(clients, 'small', 'again', { IfNoneMatch: '*' }));
    const upload = await create(clients, 'large');
    await complete(clients, upload, [await sendPart(clients, upload, 1, Buffer.from('sevenby'))]);
    assert.deepEqual(told, [
      ['small', 4],
      ['large', 7],
    ]);
  }));
