import { createCloud } from '../cloud/cloud.ts';
import { eventBridge } from '../cloud/events/event-bridge.ts';
import { glue } from '../cloud/glue/glue.ts';
import { inProcessHandler } from '../cloud/in-process-handler.ts';
import type { JsonApi } from '../cloud/json-api.ts';
import { listen } from '../cloud/listen.ts';
import { secretsManager } from '../cloud/secrets/secrets-manager.ts';
import { type AwsClients, awsClients } from './aws-clients.ts';
import { BUCKET } from './names.ts';

export type LocalCloudSettings = {
  /** The folder that is the bucket. */
  lake: string;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  now: () => Date;
  /** `endpoint`: on a loopback port, as `AWS_ENDPOINT_URL` would name it; `in-process`: no socket. */
  reach: 'endpoint' | 'in-process';
  /** Step Functions' API, where executions are wanted. */
  stepFunctions?: JsonApi;
  /** Hears of stored bytes, for a progress display. */
  onStored?: (key: string, bytes: number) => void;
};

/** The AWS APIs over a folder, and the SDK clients that reach them. */
export type LocalCloud = { clients: AwsClients; close(): Promise<void> };

export async function openLocalCloud(settings: LocalCloudSettings): Promise<LocalCloud> {
  const { lake: directory, secrets: seeds, now, stepFunctions, onStored } = settings;
  const cloud = createCloud({
    directory,
    bucket: BUCKET,
    jsonApis: {
      secretsmanager: secretsManager({ directory, seeds }),
      AWSGlue: glue({ directory }),
      AWSEvents: eventBridge({ directory, now, onEvent: () => {} }),
      ...(stepFunctions && { AWSStepFunctions: stepFunctions }),
    },
    ...(onStored && { onStored }),
  });
  if (settings.reach === 'in-process') {
    const clients = awsClients({ kind: 'in-process', handler: inProcessHandler(cloud) });
    return { clients, close: async () => {} };
  }
  const { url, close } = await listen(cloud);
  return { clients: awsClients({ kind: 'endpoint', url }), close };
}
