import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ListMultipartUploadsCommand, paginateListParts } from '@aws-sdk/client-s3';
import type { Clients } from '../../cases/case.ts';
import { create } from '../../cases/uploads.ts';
import { cloudOver, inProcess, withFolder } from '../../local-cloud.ts';

test('1,500 parts are listed over two pages, in the order of their numbers', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const upload = await create(clients, 'large');
    const folder = join(directory, '.sluice', 'uploads', upload.UploadId);
    const expected = Array.from({ length: 1500 }, (_, i) => i + 1);
    for (const number of expected)
      writeFileSync(join(folder, `part-${String(number).padStart(5, '0')}`), '');
    const numbers = [];
    const input = { Bucket: clients.bucket, ...upload };
    for await (const { Parts } of paginateListParts({ client: clients.s3 }, input))
      numbers.push(Parts?.map(({ PartNumber }) => PartNumber) ?? []);
    assert.deepEqual(numbers, [expected.slice(0, 1000), expected.slice(1000)]);
  }));

/** All open uploads, page by page. */
async function pagesOfUploads({ s3, bucket: Bucket }: Clients): Promise<string[][]> {
  const pages: string[][] = [];
  let markers = {};
  for (;;) {
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket, ...markers }));
    pages.push(page.Uploads?.map(({ Key, UploadId }) => `${Key} ${UploadId}`) ?? []);
    if (!page.IsTruncated) return pages;
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

test('1,200 uploads, some with the same key, are listed over two pages, each once', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const expected = Array.from({ length: 1200 }, (_, i) => {
      const uploadId = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
      const key = `key-${String(Math.floor(i / 7)).padStart(4, '0')}`;
      const folder = join(directory, '.sluice', 'uploads', uploadId);
      mkdirSync(folder);
      const record = JSON.stringify({ key, initiated: '2026-01-02T03:04:05.000Z' });
      writeFileSync(join(folder, 'upload.json'), record);
      return `${key} ${uploadId}`;
    });
    const pages = [expected.slice(0, 1000), expected.slice(1000)];
    assert.deepEqual(await pagesOfUploads(clients), pages);
  }));
