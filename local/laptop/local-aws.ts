import { type Aws, connectAws, socketHandler } from '../../lambdas/aws/aws.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { inProcessHandler } from '../cloud/in-process-handler.ts';
import type { CloudService } from '../cloud/service.ts';

/** How the steps reach the local cloud: through its endpoint, or without a socket. */
export type Reach = { kind: 'endpoint'; url: string } | { kind: 'in-process'; cloud: CloudService };

/** The local cloud as the steps reach AWS, whatever environment and profile say; it checks no signature. */
export const localAws = (reach: Reach, world: { clock: Clock; random: () => number }): Aws =>
  connectAws(
    {
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      endpoint: reach.kind === 'endpoint' ? reach.url : 'http://127.0.0.1',
      requestHandler:
        reach.kind === 'endpoint' ? socketHandler(world.clock) : inProcessHandler(reach.cloud),
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
    },
    world,
  );
