import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { STACK } from './synthesize.ts';

/**
 * Checks every synthesis with cdk-nag's AwsSolutions rules; a finding without an acknowledgement fails
 * it. The ids need the pack's name: without it the report does not list them as acknowledged.
 */
export function addCdkNag(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const { at, id, reason } of acknowledgements) {
    const construct = constructAt(app, `${STACK}/${at}`);
    if (construct) Validations.of(construct).acknowledge({ id: `AwsSolutions::${id}`, reason });
  }
}

/** The construct at a path; some exist only for certain sources. */
export const constructAt = (root: IConstruct, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);

/** A finding of cdk-nag that is accepted, and why. */
export type Acknowledgement = {
  /** Path of the construct below the stack. */
  at: string;
  /** The finding's id in the report. */
  id: string;
  reason: string;
};

const EXPORT_ID_IN_KEY =
  'The key contains an export id; a statement for all exports needs a wildcard there';
const SOURCE_IN_KEY =
  'The key contains a source id; a statement for all sources needs a wildcard there';
const WHOLE_PREFIX = 'The step uses all objects under this prefix of the bucket';

/** Wildcards in keys of the bucket. */
const keys = (at: string, reason: string, ...patterns: string[]): Acknowledgement[] =>
  patterns.map((pattern) => ({
    at,
    id: `AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/${pattern}]`,
    reason,
  }));

/** All accepted findings. A test fails for a finding without an entry, and for an entry without a finding. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    at: 'Tracing',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray has no resource-level permissions; the statement is in a separate policy',
  },
  {
    at: 'Workflow/LogDelivery',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery has no resource-level permissions; the statement is in a separate policy',
  },
  ...['Steps', 'Workflow'].map((at) => ({
    at,
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Sluice:*]',
    reason: 'Executions are named when they start; all are executions of this state machine',
  })),
  ...keys('Steps', WHOLE_PREFIX, 'exports/*', 'state/*', 'fhir/*', 'fhir/export_log/*'),
  ...keys(
    'Steps',
    EXPORT_ID_IN_KEY,
    'exports/*/attachments/*',
    'exports/*/commit-draft.json',
    'exports/*/commit.json',
    'exports/*/decision.json',
    'exports/*/failure.json',
    'exports/*/job.json',
    'exports/*/manifest/*',
    'exports/*/checkpoints/*',
    'exports/*/plan/*',
    'exports/*/progress.json',
    'exports/*/quarantine/*',
    'exports/*/receipts/*',
    'exports/*/receipts/inherited.json',
    'exports/*/refusal.json',
    'exports/*/request.json',
    'exports/*/resumed.json',
    'exports/*/wait.json',
  ),
  ...keys('Steps', SOURCE_IN_KEY, 'state/*/throttle.json'),
  ...keys('Workflow', EXPORT_ID_IN_KEY, 'exports/*/plan/units-*.json', 'exports/*/download/*'),
  {
    at: 'SigningKeys/ByAlias',
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]',
    reason:
      'An IAM resource names a key by its id only; a condition limits this to the aliases in the settings',
  },
  {
    at: 'PublicKeys',
    id: 'AwsSolutions-APIG4',
    reason:
      'FHIR servers fetch the public keys without authentication; the function has nothing else',
  },
  {
    at: 'Secrets',
    id: 'AwsSolutions-SMG4',
    reason:
      'Only the FHIR server can issue a new credential; AWS cannot rotate it. See docs/runbook.md',
  },
  {
    at: 'DeadLetters',
    id: 'AwsSolutions-SQS3',
    reason: 'This is the dead-letter queue itself; the rule does not recognize it',
  },
];
