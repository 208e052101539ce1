import assert from 'node:assert/strict';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type Case, refusedWith } from './case.ts';

const entry = (Detail: string) => ({ Source: 'sluice', DetailType: 'export published', Detail });

export const eventCases: Case[] = [
  {
    name: 'each accepted event gets an id',
    async run({ events }) {
      const Entries = [entry('{"a":1}'), entry('{"b":2}')];
      const answer = await events.send(new PutEventsCommand({ Entries }));
      assert.equal(answer.FailedEntryCount, 0);
      const ids = new Set(answer.Entries?.map(({ EventId }) => EventId));
      assert.equal(ids.size, 2);
    },
  },
  {
    name: 'an event without a source, or whose detail is not JSON, fails alone',
    async run({ events }) {
      const Entries = [entry('not JSON'), { DetailType: 'x', Detail: '{}' }, entry('{}')];
      const answer = await events.send(new PutEventsCommand({ Entries }));
      assert.equal(answer.FailedEntryCount, 2);
      const codes = answer.Entries?.map(({ ErrorCode }) => ErrorCode);
      assert.deepEqual(codes, ['MalformedDetail', 'InvalidArgument', undefined]);
    },
  },
  {
    name: 'more than ten events in one call are refused',
    async run({ events }) {
      const Entries = Array.from({ length: 11 }, () => entry('{}'));
      await refusedWith(events.send(new PutEventsCommand({ Entries })), 'ValidationException');
    },
  },
];
