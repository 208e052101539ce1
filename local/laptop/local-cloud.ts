import { type Aws, connectAws, socketHandler } from '../../lambdas/aws/aws.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { kmsKeysOf } from '../../lambdas/settings/auth.ts';
import type { SigningAlgorithm } from '../../lambdas/settings/smart-backend.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { createCloud } from '../cloud/cloud.ts';
import { eventBridge } from '../cloud/event-bridge.ts';
import { glue } from '../cloud/glue/glue.ts';
import { inProcessHandler } from '../cloud/in-process-handler.ts';
import type { JsonApi } from '../cloud/json-api.ts';
import { type KeySpec, kms } from '../cloud/kms.ts';
import { listen } from '../cloud/listen.ts';
import { secretsManager } from '../cloud/secrets-manager.ts';
import type { CloudService } from '../cloud/service.ts';

/** What the things are called on a laptop that CloudFormation would name. */
export const BUCKET = 'lake';
export const DATABASE = 'fhir';
export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';

type LocalCloudSettings = {
  /** The folder that is the bucket. */
  directory: string;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  /** KMS keys that are made when they are first asked for; none by default. */
  expectedKeys?: Readonly<Record<string, KeySpec>>;
  clock: Clock;
  random: () => number;
  /** `endpoint`: on a loopback port, as `AWS_ENDPOINT_URL` would name it; `in-process`: no socket. */
  connection: 'endpoint' | 'in-process';
  /** Step Functions' API, where executions are wanted. */
  stepFunctions?: JsonApi;
};

/** The AWS APIs over a folder, as the steps reach them. */
type LocalCloud = { aws: Aws; close(): Promise<void> };

export async function openLocalCloud(settings: LocalCloudSettings): Promise<LocalCloud> {
  const { directory, secrets: seeds, expectedKeys = {}, clock } = settings;
  const { stepFunctions } = settings;
  const cloud = createCloud({
    directory,
    bucket: BUCKET,
    jsonApis: {
      secretsmanager: secretsManager({ directory, seeds }),
      TrentService: kms({ directory, expected: expectedKeys }),
      AWSGlue: glue({ directory }),
      AWSEvents: eventBridge({ directory, now: clock.now }),
      ...(stepFunctions && { AWSStepFunctions: stepFunctions }),
    },
  });
  if (settings.connection === 'in-process') {
    const aws = localAws({ kind: 'in-process', cloud }, settings);
    return { aws, close: async () => {} };
  }
  const { url, close } = await listen(cloud);
  return { aws: localAws({ kind: 'endpoint', url }, settings), close };
}

/** How the steps reach the local cloud: through its endpoint, or without a socket. */
export type Connection =
  | { kind: 'endpoint'; url: string }
  | { kind: 'in-process'; cloud: CloudService };

/** The local cloud as the steps reach AWS, whatever environment and profile say; it checks no signature. */
export const localAws = (reach: Connection, world: { clock: Clock; random: () => number }): Aws =>
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

const SPEC = {
  RS384: 'RSA_3072',
  ES384: 'ECC_NIST_P384',
} as const satisfies Record<SigningAlgorithm, KeySpec>;

/** The KMS keys that the settings name, and what kind each has to be. */
export const expectedKeys = (sources: Sources): Record<string, KeySpec> =>
  Object.fromEntries(
    Object.values(sources)
      .flatMap(({ auth }) => kmsKeysOf(auth))
      .map(({ key, alg }) => [key, SPEC[alg]]),
  );
