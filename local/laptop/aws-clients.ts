import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { InProcessHandler } from '../cloud/in-process-handler.ts';

/** How the SDK reaches the local cloud: through its endpoint, or without a socket. */
export type Reach =
  | { kind: 'endpoint'; url: string }
  | { kind: 'in-process'; handler: InProcessHandler };

export type AwsClients = {
  s3: S3Client;
  secretsManager: SecretsManagerClient;
  glue: GlueClient;
  eventBridge: EventBridgeClient;
  stepFunctions: SFNClient;
};

/** The ordinary SDK clients, pointed at the local cloud, which checks no signature. */
export function awsClients(reach: Reach): AwsClients {
  const unsigned = { accessKeyId: 'local', secretAccessKey: 'local' };
  const where =
    reach.kind === 'endpoint'
      ? { endpoint: reach.url }
      : { endpoint: 'http://127.0.0.1', requestHandler: reach.handler };
  const settings = { region: 'us-east-1', credentials: unsigned, ...where };
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    secretsManager: new SecretsManagerClient(settings),
    glue: new GlueClient(settings),
    eventBridge: new EventBridgeClient(settings),
    stepFunctions: new SFNClient(settings),
  };
}
