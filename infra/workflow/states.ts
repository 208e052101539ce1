import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Choice, Condition, type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Steps } from '../functions/steps.ts';
import { download } from './download.ts';
import {
  cleanUp,
  EXPORT_ID,
  failed,
  kickOff,
  plan,
  poll,
  publish,
  published,
  wait,
} from './tasks.ts';

/** An export, from left to right: every state, and then the chain. */
export function states(scope: Construct, steps: Steps, bucket: IBucket): IChainable {
  const at = {
    kickOff: kickOff(scope, steps.kickOff),
    kickedOff: Choice.jsonata(scope, 'Kicked off?'),
    waitForServer: wait(scope, 'Wait for server'),
    wait: wait(scope, 'Wait'),
    poll: poll(scope, steps.poll),
    polled: Choice.jsonata(scope, 'Polled?'),
    plan: plan(scope, steps.plan),
    anything: Choice.jsonata(scope, 'Anything to download?'),
    download: download(scope, steps.download, bucket),
    allPages: Choice.jsonata(scope, 'All pages?'),
    publish: publish(scope, steps.publish),
    published: published(scope),
    skipped: skipped(scope),
    unchanged: unchanged(scope),
    cleanUp: cleanUp(scope, steps.cleanUp),
    cleanedUp: Choice.jsonata(scope, 'Cleaned up?'),
    failed: failed(scope),
  };

  at.kickedOff
    .when(is('running'), at.wait)
    .when(is('complete'), at.plan)
    .when(is('busy'), at.waitForServer)
    .when(is('unchanged'), at.unchanged)
    .otherwise(at.skipped);
  at.polled.when(is('running'), at.wait).otherwise(at.plan);
  at.anything.when(Condition.jsonata('{% $plan.units > 0 %}'), at.download).otherwise(at.allPages);
  at.allPages
    .when(Condition.jsonata('{% $plan.more %}'), at.wait)
    .when(Condition.jsonata("{% $plan.next = 'attachments' %}"), at.plan)
    .otherwise(at.publish);
  at.cleanedUp.when(is('published'), at.published).otherwise(at.failed);

  at.waitForServer.next(at.kickOff);
  at.wait.next(at.poll).next(at.polled);
  at.plan.next(at.anything);
  at.download.next(at.allPages);
  at.publish.next(at.published);
  at.cleanUp.next(at.cleanedUp);

  const caught = { errors: ['States.ALL'], assign: { failure: '{% $states.errorOutput %}' } };
  for (const working of [at.kickOff, at.poll, at.plan, at.download, at.publish])
    working.addCatch(at.cleanUp, caught);
  // The first failure is the one to tell of; the status-change event calls Clean up once more.
  at.cleanUp.addCatch(at.failed, { errors: ['States.ALL'] });
  return at.kickOff.next(at.kickedOff);
}

/** Another export of the same scope is running. That is no failure. */
const skipped = (scope: Construct) =>
  Succeed.jsonata(scope, 'Skipped', {
    outputs: {
      kind: 'skipped',
      exportId: EXPORT_ID,
      runningExportId: '{% $states.input.runningExportId %}',
    },
  });

/** What the server publishes is what an earlier export has landed. That is no failure either. */
const unchanged = (scope: Construct) =>
  Succeed.jsonata(scope, 'Unchanged', {
    outputs: {
      kind: 'unchanged',
      exportId: EXPORT_ID,
      lastExportId: '{% $states.input.lastExportId %}',
    },
  });

const is = (kind: string) => Condition.jsonata(`{% $states.input.kind = '${kind}' %}`);
