import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { environment } from './environment.ts';
import { eventBridge } from './event-bridge.ts';
import { glueCatalog } from './glue-catalog.ts';

/** What a step needs that makes an export visible, or tells of one. */
export const publishDeps = () => ({
  catalog: glueCatalog(new GlueClient(), environment('DATABASE'), environment('BUCKET')),
  announcer: eventBridge(new EventBridgeClient()),
});
