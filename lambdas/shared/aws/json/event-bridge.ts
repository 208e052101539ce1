import * as z from 'zod';
import type { Announcer } from '../../announcer.ts';
import type { Aws } from '../wire/aws.ts';
import { awsJson, type JsonApi } from './aws-json.ts';

const EVENT_BRIDGE: JsonApi = { service: 'events', target: 'AWSEvents', version: '1.1' };

const Put = z.object({ FailedEntryCount: z.number().optional() });

/** Announces on the account's default event bus, source `sluice`. Throws where the bus refuses. */
export function eventBridge(aws: Aws): Announcer {
  const call = awsJson(aws, EVENT_BRIDGE);
  return {
    async announce({ detailType, detail }) {
      const entry = { Source: 'sluice', DetailType: detailType, Detail: JSON.stringify(detail) };
      const { FailedEntryCount } = await call('PutEvents', { Entries: [entry] }, Put);
      if (FailedEntryCount) throw new Error(`EventBridge refused the event "${detailType}"`);
    },
  };
}
