import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Announcer } from '../workflow/announcer.ts';
import type { Aws } from './aws.ts';
import { ItemRefused } from './aws-errors.ts';

/** Announces on the account's default event bus, as source `sluice`. Throws where the bus refuses. */
export function eventBridge(aws: Aws): Announcer {
  const client = new EventBridgeClient(aws.config);
  return {
    async announce({ detailType, detail }) {
      const entry = { Source: 'sluice', DetailType: detailType, Detail: JSON.stringify(detail) };
      await aws.call('PutEvents', async () => {
        const put = new PutEventsCommand({ Entries: [entry] });
        const { FailedEntryCount, Entries } = await client.send(put);
        const code = Entries?.[0]?.ErrorCode;
        if (FailedEntryCount)
          throw new ItemRefused(code, `EventBridge refused the event "${detailType}": ${code}`);
      });
    },
  };
}
