import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { CloudEvent } from '../../../local/cloud/event-bridge.ts';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

const entry = { Source: 'sluice', DetailType: 'export published', Detail: '{"exportId":"run-1"}' };

test('an event is written and told as a rule’s target receives it', () =>
  withFolder(async (directory) => {
    const told: CloudEvent[] = [];
    const clients = inProcess(cloudOver(directory, { onEvent: (event) => told.push(event) }));
    await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
    const written = readFileSync(join(directory, '.sluice', 'events.ndjson'), 'utf8');
    assert.deepEqual(told, [JSON.parse(written)]);
    assert.equal(told[0]?.source, 'sluice');
    assert.equal(told[0]['detail-type'], 'export published');
    assert.deepEqual(told[0].detail, { exportId: 'run-1' });
    assert.equal(told[0].time, '2026-01-02T03:04:05.000Z');
  }));

test('an event keeps the time and the resources it is given', () =>
  withFolder(async (directory) => {
    const told: CloudEvent[] = [];
    const clients = inProcess(cloudOver(directory, { onEvent: (event) => told.push(event) }));
    const Time = new Date('2026-02-03T04:05:06Z');
    const Entries = [{ ...entry, Time, Resources: ['arn:x'] }];
    await clients.events.send(new PutEventsCommand({ Entries }));
    assert.equal(told[0]?.time, '2026-02-03T04:05:06.000Z');
    assert.deepEqual(told[0].resources, ['arn:x']);
  }));
