import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Announcer } from '../announcer.ts';

/** Announces on the account's default event bus, source `sluice`. Throws where the bus refuses. */
export const eventBridge = (client: EventBridgeClient): Announcer => ({
  async announce({ detailType, detail }) {
    const entry = { Source: 'sluice', DetailType: detailType, Detail: JSON.stringify(detail) };
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount) throw new Error(`EventBridge refused the event "${detailType}"`);
  },
});
