import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { JsonApi } from '../json-api.ts';
import { jsonApi, operationsRefusing } from '../operations.ts';
import { stateFolder } from '../state-folder.ts';
import { type CloudEvent, Entry, readEntry } from './read-entry.ts';

const operation = operationsRefusing('ValidationException');

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
