import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { stateFolder } from './files.ts';
import { checkedOperations, type JsonApi, jsonApi } from './json-api.ts';

/** One entry of a PutEvents; there is one bus, whatever its name. */
export const Entry = z.strictObject({
  Source: z.string().min(1).optional(),
  DetailType: z.string().min(1).optional(),
  Detail: z.string().optional(),
  /** Seconds since 1970, as AWS JSON carries times. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
  EventBusName: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** An event as the target of a rule receives it. */
export type CloudEvent = {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
};

type Read =
  | { kind: 'event'; event: CloudEvent }
  | { kind: 'refused'; code: string; reason: string };

const Detail = z.record(z.string(), z.unknown());

/** Reads an entry as EventBridge does: source, type and detail must be there, the detail a JSON object. */
export function readEntry(entry: Entry, now: Date): Read {
  const { Source: source, DetailType: type, Detail: text, Time: seconds } = entry;
  if (source === undefined || type === undefined || text === undefined)
    return {
      kind: 'refused',
      code: 'InvalidArgument',
      reason: 'Source, DetailType or Detail missing',
    };
  const detail = Detail.safeParse(parse(text));
  if (!detail.success)
    return { kind: 'refused', code: 'MalformedDetail', reason: 'Detail is not a JSON object' };
  const time = (seconds === undefined ? now : new Date(seconds * 1000)).toISOString();
  const event: CloudEvent = {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account: '000000000000',
    time,
    region: 'us-east-1',
    resources: entry.Resources ?? [],
    detail: detail.data,
  };
  return { kind: 'event', event };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const operation = checkedOperations('ValidationException');

type Settings = {
  directory: string;
  now: () => Date;
  /** Hears of each event after it is written, as a rule's target would. */
  onEvent: (event: CloudEvent) => void;
};

/** As AWS: at most ten entries a call. */
const PutEvents = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

/**
 * EventBridge's PutEvents onto one bus: each event becomes a line of `.sluice/events.ndjson`. A wrong
 * entry fails by itself, in the answer's `Entries`.
 */
export function eventBridge({ directory, now, onEvent }: Settings): JsonApi {
  const file = stateFolder(directory, 'events.ndjson');

  function publish(entry: Entry) {
    const read = readEntry(entry, now());
    if (read.kind === 'refused') return { ErrorCode: read.code, ErrorMessage: read.reason };
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(read.event)}\n`);
    onEvent(read.event);
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
