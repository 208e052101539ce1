import { randomUUID } from 'node:crypto';
import { z } from 'zod';

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
