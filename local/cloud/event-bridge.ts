import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { stateFolder } from './files.ts';
import { checkedOperations, type JsonApi, jsonApi } from './json-api.ts';

/** One entry of a PutEvents. There is one bus, whatever its name. */
const Entry = z.strictObject({
  Source: z.string().min(1).optional(),
  DetailType: z.string().min(1).optional(),
  Detail: z.string().optional(),
  /** Seconds since 1970, as AWS JSON encodes times. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
  EventBusName: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;

/** At most ten entries a call, as in AWS. */
const PutEvents = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

const operation = checkedOperations('ValidationException');

/**
 * EventBridge's PutEvents with one bus: each event becomes a line of `.sluice/events.ndjson`, as the
 * target of a rule receives it. An invalid entry fails alone, in the answer's `Entries`.
 */
export function eventBridge({ directory, now }: { directory: string; now: () => Date }): JsonApi {
  const file = stateFolder(directory, 'events.ndjson');

  function publish(entry: Entry) {
    const read = readEntry(entry, now());
    if (read.kind === 'invalid') return { ErrorCode: read.code, ErrorMessage: read.message };
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(read.event)}\n`);
    return { EventId: read.event.id };
  }

  return jsonApi({
    PutEvents: operation(PutEvents, (input) => {
      const entries = input.Entries.map(publish);
      const failed = entries.filter((entry) => entry.ErrorCode !== undefined);
      return { FailedEntryCount: failed.length, Entries: entries };
    }),
  });
}

const Detail = z.record(z.string(), z.unknown());

/** As EventBridge: source, type and detail are required, and the detail is a JSON object. */
function readEntry(entry: Entry, now: Date) {
  const { Source: source, DetailType: type, Detail: text, Time: seconds } = entry;
  if (source === undefined || type === undefined || text === undefined)
    return invalid('InvalidArgument', 'Source, DetailType or Detail missing');
  const detail = Detail.safeParse(parse(text));
  if (!detail.success) return invalid('MalformedDetail', 'Detail is not a JSON object');
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account: '000000000000',
    time: (seconds === undefined ? now : new Date(seconds * 1000)).toISOString(),
    region: 'us-east-1',
    resources: entry.Resources ?? [],
    detail: detail.data,
  };
  return { kind: 'event' as const, event };
}

const invalid = (code: string, message: string) => ({ kind: 'invalid' as const, code, message });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
