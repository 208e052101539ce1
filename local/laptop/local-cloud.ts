import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { createCloud } from '../cloud/cloud.ts';
import { eventBridge } from '../cloud/event-bridge.ts';
import { glue } from '../cloud/glue/glue.ts';
import type { JsonApi } from '../cloud/json-api.ts';
import { type KeySpec, kms } from '../cloud/kms.ts';
import { listen } from '../cloud/listen.ts';
import { secretsManager } from '../cloud/secrets-manager.ts';
import { localAws } from './local-aws.ts';
import { BUCKET } from './names.ts';

export type LocalCloudSettings = {
  /** The folder that is the bucket. */
  directory: string;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  /** KMS keys that are made when they are first asked for; none by default. */
  expectedKeys?: Readonly<Record<string, KeySpec>>;
  clock: Clock;
  random: () => number;
  /** `endpoint`: on a loopback port, as `AWS_ENDPOINT_URL` would name it; `in-process`: no socket. */
  reach: 'endpoint' | 'in-process';
  /** Step Functions' API, where executions are wanted. */
  stepFunctions?: JsonApi;
};

/** The AWS APIs over a folder, as the steps reach them. */
export type LocalCloud = { aws: Aws; close(): Promise<void> };

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
      AWSEvents: eventBridge({ directory, now: clock.now, onEvent: () => {} }),
      ...(stepFunctions && { AWSStepFunctions: stepFunctions }),
    },
  });
  if (settings.reach === 'in-process') {
    const aws = localAws({ kind: 'in-process', cloud }, settings);
    return { aws, close: async () => {} };
  }
  const { url, close } = await listen(cloud);
  return { aws: localAws({ kind: 'endpoint', url }, settings), close };
}
