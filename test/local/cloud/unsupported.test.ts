import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { DeleteSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { put } from './cases/objects.ts';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

test('S3 features that a folder cannot store are NotImplemented, not ignored', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const { s3, bucket: Bucket } = clients;
    const refused = { name: 'NotImplemented' };
    await assert.rejects(put(clients, 'x', 'x', { Metadata: { run: '1' } }), refused);
    await assert.rejects(put(clients, 'x', 'x', { ChecksumAlgorithm: 'SHA1' }), refused);
    await assert.rejects(put(clients, 'x', 'x', { IfNoneMatch: '"etag"' }), refused);
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
    await assert.rejects(
      s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'x', Tagging })),
      refused,
    );
    const delimited = new ListObjectsV2Command({ Bucket, Delimiter: '|' });
    await assert.rejects(s3.send(delimited), refused);
    await assert.rejects(s3.send(new ListBucketsCommand({})), { name: 'NoSuchBucket' });
  }));

test('operations and fields of the JSON APIs that are not built are errors', () =>
  withFolder(async (directory) => {
    const { secrets, events } = inProcess(cloudOver(directory, { seeds: { known: 'x' } }));
    const unknown = secrets.send(new DeleteSecretCommand({ SecretId: 'known' }));
    await assert.rejects(unknown, { name: 'UnknownOperationException' });
    const staged = new GetSecretValueCommand({ SecretId: 'known', VersionStage: 'AWSPREVIOUS' });
    await assert.rejects(secrets.send(staged), { name: 'ValidationException' });
    await assert.rejects(events.send(new PutEventsCommand({ Entries: [] })), {
      name: 'ValidationException',
    });
  }));
