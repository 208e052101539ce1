import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Announcer } from '../workflow/announcer.ts';
import type { Aws } from './aws.ts';

/** Announces on the account's default event bus, as source `sluice`. Throws where the bus refuses. */
export function eventBridge(aws: Aws): Announcer {
  const client = new EventBridgeClient(aws.config);
  return {
    async announce({ detailType, detail }) {
      const entry = { Source: 'sluice', DetailType: detailType, Detail: JSON.stringify(detail) };
      const { FailedEntryCount } = await aws.call('PutEvents', () =>
        client.send(new PutEventsCommand({ Entries: [entry] })),
      );
      if (FailedEntryCount) throw new Error(`EventBridge refused the event "${detailType}"`);
    },
  };
}
