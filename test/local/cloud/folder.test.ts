import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Clients } from './cases/case.ts';
import { put, textOf } from './cases/objects.ts';
import { complete, create, sendPart } from './cases/uploads.ts';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

async function keysOf({ s3, bucket: Bucket }: Clients, Prefix = ''): Promise<unknown[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key }) => Key);
}

const incoming = (directory: string) => readdirSync(join(directory, '.sluice', 'incoming'));

test('an object is a plain file at its key, and a file that is written by hand is an object', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await put(clients, 'fhir/Patient/part-00001.ndjson', '{"id":"1"}\n');
    const file = join(directory, 'fhir', 'Patient', 'part-00001.ndjson');
    assert.equal(readFileSync(file, 'utf8'), '{"id":"1"}\n');
    writeFileSync(join(directory, 'fhir', 'by-hand.txt'), 'hello');
    assert.equal(await textOf(clients, 'fhir/by-hand.txt'), 'hello');
  }));

test('no listing shows what is not an object', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const upload = await create(clients, 'fhir/open');
    await sendPart(clients, upload, 1, Buffer.from('x'));
    mkdirSync(join(directory, 'fhir', 'empty'), { recursive: true });
    const { s3, bucket: Bucket } = clients;
    const rolledUp = { Bucket, Prefix: 'fhir/', Delimiter: '/' };
    assert.equal((await s3.send(new ListObjectsV2Command(rolledUp))).CommonPrefixes, undefined);
    assert.deepEqual(await keysOf(clients), []);
    assert.deepEqual(await keysOf(clients, '.sluice/'), []);
    assert.deepEqual(await keysOf(clients, '../'), []);
  }));

test('neither a completed upload nor a refused write leaves a file', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const upload = await create(clients, 'fhir/x');
    await complete(clients, upload, [await sendPart(clients, upload, 1, Buffer.from('x'))]);
    await put(clients, 'fhir/once', 'x', { IfNoneMatch: '*' });
    await assert.rejects(put(clients, 'fhir/x', 'y', { IfNoneMatch: '*' }));
    await assert.rejects(put(clients, 'fhir/x', 'y', { IfMatch: '"0"' }));
    await assert.rejects(put(clients, 'fhir/x', 'y', { ChecksumCRC32: 'AAAAAA==' }));
    assert.deepEqual(readdirSync(join(directory, '.sluice', 'uploads')), []);
    assert.deepEqual(incoming(directory), []);
  }));

test('a body that ends in an error leaves neither an object nor a file', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const body = Readable.from(
      (function* () {
        yield Buffer.from('the beginning');
        throw new Error('the source died');
      })(),
    );
    await assert.rejects(put(clients, 'fhir/broken', body, { ContentLength: 100 }));
    assert.deepEqual(await keysOf(clients), []);
    assert.deepEqual(incoming(directory), []);
  }));

test('deleting the last object of a folder removes the folder', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await put(clients, 'a/b/c', 'x');
    await put(clients, 'a/d', 'x');
    await clients.s3.send(new DeleteObjectCommand({ Bucket: clients.bucket, Key: 'a/b/c' }));
    assert.equal(existsSync(join(directory, 'a', 'b')), false);
    assert.deepEqual(await keysOf(clients), ['a/d']);
  }));

test('a partial file of a killed process is removed a day later', () =>
  withFolder(async (directory) => {
    cloudOver(directory);
    const left = ['old', 'new'].map((name) => join(directory, '.sluice', 'incoming', name));
    for (const file of left) writeFileSync(file, 'half');
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(left[0] ?? '', yesterday, yesterday);
    cloudOver(directory);
    assert.deepEqual(incoming(directory), ['new']);
  }));
