import type { Aws } from './aws.ts';
import { environment } from './environment.ts';
import { eventBridge } from './event-bridge.ts';
import { glueCatalog } from './glue-catalog.ts';

/** The collaborators of a step that registers partitions and announces exports. */
export const publishDeps = (aws: Aws) => ({
  catalog: glueCatalog(aws, environment('DATABASE'), `s3://${environment('BUCKET')}/`),
  announcer: eventBridge(aws),
});
