import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as otherTurn } from 'node:timers/promises';
import type { CloudService } from '../../../../../local/cloud/service.ts';
import { refusedWith } from '../../cases/case.ts';
import { get } from '../../cases/objects.ts';
import { create, type Part, sendPart, type Upload } from '../../cases/uploads.ts';
import { cloudOver, inProcess, withFolder } from '../../local-cloud.ts';

/** Sends a bare request about an upload. */
function ask(cloud: CloudService, method: string, { Key, UploadId }: Upload, body = '') {
  const url = new URL(`http://cloud.invalid/lake/${Key}?uploadId=${UploadId}&partNumber=1`);
  return cloud({ method, url, headers: {}, body: Buffer.from(body) });
}

const listOf = ({ PartNumber, ETag }: Part) =>
  `<CompleteMultipartUpload><Part><PartNumber>${PartNumber}</PartNumber><ETag>${ETag}</ETag></Part></CompleteMultipartUpload>`;

/**
 * Gives the answer of a completion that `meanwhile` comes between: joining 9 MiB takes many turns of
 * the event loop, of which one has passed by then.
 */
async function completingWhile(
  directory: string,
  meanwhile: (cloud: CloudService, upload: Upload) => Promise<unknown>,
): Promise<string> {
  const cloud = cloudOver(directory);
  const clients = inProcess(cloud);
  const upload = await create(clients, 'large');
  const part = await sendPart(clients, upload, 1, Buffer.alloc(9 * 1024 ** 2));
  const completing = ask(cloud, 'POST', upload, listOf(part));
  await otherTurn();
  await meanwhile(cloud, upload);
  const { body } = await completing;
  await refusedWith(get(clients, 'large'), 'NoSuchKey');
  assert.deepEqual(readdirSync(join(directory, '.sluice', 'incoming')), []);
  return String(body);
}

test('an upload that is aborted while it is being completed does not appear', () =>
  withFolder(async (directory) => {
    const abort = (cloud: CloudService, upload: Upload) => ask(cloud, 'DELETE', upload);
    assert.match(await completingWhile(directory, abort), /<Code>NoSuchUpload</);
  }));

test('a part that is replaced while its upload is being completed is InvalidPart', () =>
  withFolder(async (directory) => {
    const replace = (cloud: CloudService, upload: Upload) => ask(cloud, 'PUT', upload, 'other');
    assert.match(await completingWhile(directory, replace), /<Code>InvalidPart</);
  }));
