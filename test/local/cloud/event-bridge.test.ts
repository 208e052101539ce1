import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

const entry = { Source: 'sluice', DetailType: 'export published', Detail: '{"exportId":"run-1"}' };

/** The only event that the cloud over this folder wrote. */
const writtenEvent = (directory: string) =>
  JSON.parse(readFileSync(join(directory, '.sluice', 'events.ndjson'), 'utf8'));

test('an event is written as the target of a rule receives it', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
    const event = writtenEvent(directory);
    assert.equal(event.source, 'sluice');
    assert.equal(event['detail-type'], 'export published');
    assert.deepEqual(event.detail, { exportId: 'run-1' });
    assert.equal(event.time, '2026-01-02T03:04:05.000Z');
  }));

test('an event keeps the time and the resources of its entry', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    const Time = new Date('2026-02-03T04:05:06Z');
    const Entries = [{ ...entry, Time, Resources: ['arn:x'] }];
    await clients.events.send(new PutEventsCommand({ Entries }));
    const event = writtenEvent(directory);
    assert.equal(event.time, '2026-02-03T04:05:06.000Z');
    assert.deepEqual(event.resources, ['arn:x']);
  }));
