import { environment } from './environment.ts';
import { eventBridge } from './json/event-bridge.ts';
import { glueCatalog } from './json/glue-catalog.ts';
import type { Aws } from './wire/aws.ts';

/** What a step needs that makes an export visible, or tells of one. */
export const publishDeps = (aws: Aws) => ({
  catalog: glueCatalog(aws, environment('DATABASE'), environment('BUCKET')),
  announcer: eventBridge(aws),
});
