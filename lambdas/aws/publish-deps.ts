import type { Aws } from './aws.ts';
import { environment } from './environment.ts';
import { eventBridge } from './event-bridge.ts';
import { glueCatalog } from './glue-catalog.ts';

/** What a step needs that makes an export visible, or tells of one. */
export const publishDeps = (aws: Aws) => ({
  catalog: glueCatalog(aws, environment('DATABASE'), `s3://${environment('BUCKET')}/`),
  announcer: eventBridge(aws),
});
