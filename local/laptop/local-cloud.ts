import { type Aws, connectAws, socketHandler } from '../../lambdas/aws/aws.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { kmsKeysOf, type SigningAlgorithm } from '../../lambdas/settings/auth.ts';
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

/** Names that CloudFormation generates in AWS. */
export const BUCKET = 'lake';
export const DATABASE = 'fhir';
export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';

type LocalCloudSettings = {
  /** The folder that is the bucket. */
  directory: string;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  /** KMS keys to create on first use; default: none. */
  expectedKeys?: Readonly<Record<string, KeySpec>>;
  clock: Clock;
  random: () => number;
  /** `endpoint`: on a loopback port, as for `AWS_ENDPOINT_URL`; `in-process`: without a socket. */
  connection: 'endpoint' | 'in-process';
  /** Step Functions' API; default: none. */
  stepFunctions?: JsonApi;
};

type LocalCloud = { aws: Aws; close(): Promise<void> };

/** The AWS APIs over a folder, and the connection to them. */
export async function openLocalCloud(settings: LocalCloudSettings): Promise<LocalCloud> {
  const { directory, secrets: seeds, expectedKeys = {}, clock, stepFunctions } = settings;
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

/** How AWS clients reach the local cloud. */
export type Connection =
  | { kind: 'endpoint'; url: string }
  | { kind: 'in-process'; cloud: CloudService };

/**
 * The AWS clients of the local cloud. They ignore environment and profile; the credentials are
 * placeholders, because the local cloud checks no signature.
 */
export const localAws = (to: Connection, world: { clock: Clock; random: () => number }): Aws =>
  connectAws(
    {
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      endpoint: to.kind === 'endpoint' ? to.url : 'http://127.0.0.1',
      requestHandler:
        to.kind === 'endpoint' ? socketHandler(world.clock) : inProcessHandler(to.cloud),
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
    },
    world,
  );

const KEY_SPECS = {
  RS384: 'RSA_3072',
  ES384: 'ECC_NIST_P384',
} as const satisfies Record<SigningAlgorithm, KeySpec>;

/** The KMS keys that the settings name, and the type of each. */
export const expectedKeys = (sources: Sources): Record<string, KeySpec> =>
  Object.fromEntries(
    Object.values(sources)
      .flatMap(({ auth }) => kmsKeysOf(auth))
      .map(({ key, alg }) => [key, KEY_SPECS[alg]]),
  );
