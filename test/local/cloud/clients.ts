import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { InProcessHandler } from '../../../local/cloud/in-process-handler.ts';
import type { Clients } from './cases/case.ts';

/** Where SDK clients send their calls. */
type Endpoint = { endpoint: string; requestHandler?: InProcessHandler };

/** The SDK warns of refused streams on the console; these tests refuse them on purpose. */
const logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** SDK clients of one endpoint, with one attempt, so that no test waits for a retry. */
export function clientsOf(where: Endpoint, bucket: string): Clients {
  const credentials = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
  const config = { ...where, region: 'us-east-1', maxAttempts: 1, credentials, logger };
  return {
    bucket,
    s3: new S3Client(config),
    secrets: new SecretsManagerClient(config),
    kms: new KMSClient(config),
    glue: new GlueClient(config),
    events: new EventBridgeClient(config),
  };
}

/** Closes the clients' sockets. */
export function destroy({ s3, secrets, kms, glue, events }: Clients): void {
  for (const client of [s3, secrets, kms, glue, events]) client.destroy();
}
