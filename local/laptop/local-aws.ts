import { type Aws, connectAws } from '../../lambdas/shared/aws/wire/aws.ts';
import { customEndpoint } from '../../lambdas/shared/aws/wire/endpoint.ts';
import { nodeSend } from '../../lambdas/shared/aws/wire/node-send.ts';
import type { Clock } from '../../lambdas/shared/clock.ts';
import { inProcessSend } from '../cloud/in-process-send.ts';
import type { CloudService } from '../cloud/service.ts';

/** How the steps reach the local cloud: through its endpoint, or without a socket. */
export type Reach = { kind: 'endpoint'; url: string } | { kind: 'in-process'; cloud: CloudService };

/** What waits between two tries of a call. */
type Patience = { clock: Clock; random: () => number };

/** The local cloud as the steps reach AWS; it checks no signature. */
export function localAws(reach: Reach, { clock, random }: Patience): Aws {
  const unsigned = { accessKeyId: 'local', secretAccessKey: 'local' };
  const endpoint = customEndpoint(reach.kind === 'endpoint' ? reach.url : 'http://127.0.0.1');
  return connectAws({
    region: 'us-east-1',
    credentials: async () => unsigned,
    endpoint: () => endpoint,
    send: reach.kind === 'endpoint' ? nodeSend(clock) : inProcessSend(reach.cloud),
    ...{ clock, random },
  });
}
