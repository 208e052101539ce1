import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Sources } from '../lambdas/settings/sources.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { athenaWorkgroup, Catalog } from './catalog/catalog.ts';
import { PublicKeys } from './credentials/public-keys.ts';
import { Secrets } from './credentials/secrets.ts';
import { SigningKeys } from './credentials/signing-keys.ts';
import { Schedules } from './events/schedules.ts';
import { deadLetterQueue, StatusChange } from './events/status-change.ts';
import { makeSteps } from './functions/steps.ts';
import { grantPermissions } from './permissions.ts';
import { Keys } from './security/keys.ts';
import { tracingPolicy } from './security/policies.ts';
import { Storage } from './storage/storage.ts';
import { Executions } from './workflow/executions.ts';
import { Workflow } from './workflow/workflow.ts';

export type SluiceProps = {
  sources: Sources;
  /** The settings file; it is copied into every function's bundle. */
  sourcesFile: string;
  /** Files of public JWK Sets. */
  keySetFiles: readonly string[];
  /** Name of the Glue database. */
  database: string;
};

/** The whole stack: wiring only. */
export class SluiceStack extends Stack {
  constructor(scope: Construct, id: string, props: SluiceProps) {
    super(scope, id, { description: 'Sluice: FHIR bulk exports to an S3 data lake' });
    const { sources, sourcesFile, keySetFiles, database } = props;
    const keys = new Keys(this, 'Keys');
    const tracing = tracingPolicy(this, 'Tracing');
    const storage = new Storage(this, 'Storage', { keys });
    const { bucket } = storage;
    const catalog = new Catalog(this, 'Catalog', { database, bucket });
    const secrets = new Secrets(this, 'Secrets', { keys, sources });
    const signingKeys = new SigningKeys(this, 'SigningKeys', { sources });
    const executions = new Executions(this, 'Executions', { keys });
    const deadLetters = deadLetterQueue(this, 'DeadLetters');

    const steps = makeSteps(this, 'Steps', { keys, tracing, sourcesFile });
    grantPermissions(steps, { storage, secrets, signingKeys, catalog, executions });
    const workflow = new Workflow(this, 'Workflow', { steps, storage, executions, keys, tracing });
    const { machine } = workflow;

    const { cleanUp, api } = steps;
    new StatusChange(this, 'StatusChange', { executions, cleanUp, deadLetters });
    new Schedules(this, 'Schedules', { sources, executions, deadLetters });
    const { http, url } = new Api(this, 'Api', { api, keys });
    if (keySetFiles.length > 0) {
      new PublicKeys(this, 'PublicKeys', { http, keySetFiles });
      new CfnOutput(this, 'PublicKeysUrl', { value: `${url}jwks/` });
    }
    const { topic } = new Alarms(this, 'Alarms', { machine, deadLetters, keys });
    athenaWorkgroup(this, 'Workgroup', { bucket, keys });

    new CfnOutput(this, 'BucketName', { value: bucket.bucketName });
    new CfnOutput(this, 'ApiUrl', { value: url });
    new CfnOutput(this, 'StateMachineArn', { value: machine.stateMachineArn });
    new CfnOutput(this, 'DatabaseName', { value: catalog.database });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
  }
}
