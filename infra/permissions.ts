import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Catalog } from './catalog/catalog.ts';
import type { Secrets } from './credentials/secrets.ts';
import type { SigningKeys } from './credentials/signing-keys.ts';
import type { StepLambda } from './functions/step-lambda.ts';
import type { Steps } from './functions/steps.ts';
import type { Storage } from './storage/storage.ts';
import type { Executions } from './workflow/executions.ts';

type Resources = {
  storage: Storage;
  secrets: Secrets;
  signingKeys: SigningKeys;
  catalog: Catalog;
  executions: Executions;
};

/** Grants every function exactly what it needs. No function can delete an object. */
export function grantPermissions(steps: Steps, resources: Resources): void {
  const { storage, executions } = resources;
  const { kickOff, poll, plan, download, publish, cleanUp, api } = steps;

  grantSettle(kickOff, resources);
  executions.grantDescribe(kickOff);
  storage.grantWrite(kickOff, 'exports/*/request.json', 'exports/*/job.json');
  storage.grantWrite(kickOff, 'exports/*/manifest/*', 'exports/*/resumed.json');
  storage.grantWrite(kickOff, 'exports/*/refusal.json', 'exports/*/quarantine/*');
  storage.grantWrite(kickOff, 'exports/*/wait.json');

  grantLogIn(poll, resources);
  storage.grantRead(poll, 'exports/*');
  storage.grantWrite(poll, 'exports/*/progress.json', 'exports/*/manifest/*');
  storage.grantWrite(poll, 'exports/*/quarantine/*', 'exports/*/wait.json');

  storage.grantRead(plan, 'exports/*');
  storage.grantWrite(plan, 'exports/*/plan/*', 'exports/*/receipts/inherited.json');

  grantLogIn(download, resources);
  storage.grantRead(download, 'exports/*', 'state/*/throttle.json');
  storage.grantWrite(download, 'state/*/throttle.json');
  storage.grantWrite(download, 'exports/*/receipts/*', 'exports/*/attachments/*', 'fhir/*');
  storage.grantWrite(download, 'exports/*/checkpoints/*', 'exports/*/wait.json');
  storage.grantWrite(download, 'exports/*/quarantine/*');
  storage.grantAbortUpload(download, 'fhir/*', 'exports/*/quarantine/*');

  grantPublish(publish, resources);
  grantLogIn(publish, resources);
  grantSettle(cleanUp, resources);

  // Broken files with patient data, and unreadable responses: for people, not for functions.
  for (const step of Object.values(steps)) storage.denyRead(step, 'exports/*/quarantine/*');

  executions.grantControl(api);
  storage.grantRead(api, 'exports/*', 'state/*');
  storage.grantWrite(api, 'exports/*/request.json', 'exports/*/decision.json');
}

/** Allows logging in to the sources: reading their secrets, and signing with their keys. */
function grantLogIn(step: StepLambda, { secrets, signingKeys }: Resources): void {
  secrets.grantRead(step);
  signingKeys.grantSign(step);
}

/**
 * Allows publishing an export: decision, commit, partitions, the scope's last commit, and the event. Kick off
 * and Clean up get it as well, as part of settling (`grantSettle`).
 */
function grantPublish(step: StepLambda, { storage, catalog }: Resources): void {
  storage.grantRead(step, 'exports/*', 'state/*');
  storage.grantList(step, 'fhir/*');
  storage.grantWrite(step, 'exports/*/decision.json');
  storage.grantWrite(step, 'exports/*/commit-draft.json', 'exports/*/commit.json');
  storage.grantWrite(step, 'fhir/export_log/*', 'state/*');
  catalog.grantRegister(step);
  grantPutEvents(step);
}

/**
 * Allows settling an export: finishing a publication that was decided, else cancelling the server's job
 * and abandoning the export. Clean up does so, and Kick off for an earlier export that died.
 */
function grantSettle(step: StepLambda, resources: Resources): void {
  const { storage } = resources;
  grantPublish(step, resources);
  grantLogIn(step, resources);
  storage.grantWrite(step, 'exports/*/failure.json');
  storage.grantAbortOpenUploads(step, 'fhir/*', 'exports/*/quarantine/*');
}

/** Allows PutEvents on the account's default event bus, with the source `sluice` only. */
function grantPutEvents(step: StepLambda): void {
  const bus = Stack.of(step).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  step.allow(['events:PutEvents'], [bus], { StringEquals: { 'events:source': 'sluice' } });
}
