import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Steps } from '../functions/steps.ts';
import { download } from './download.ts';
import { cleanUp, EXPORT_ID, kickOff, plan, poll, publish } from './tasks.ts';

/** The states of an export, then their transitions. */
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
    .when(Condition.jsonata('{% $plan.hasMorePages %}'), at.wait)
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
  // The execution fails with the first error; the status-change event calls Clean up once more.
  at.cleanUp.addCatch(at.failed, { errors: ['States.ALL'] });
  return at.kickOff.next(at.kickedOff);
}

/** Waits without cost, as long as Kick off (`busy-wait.ts`) or Poll (`next-wait.ts`) said. */
const wait = (scope: Construct, name: 'Wait' | 'Wait for server') =>
  Wait.jsonata(scope, name, { time: WaitTime.seconds('{% $waitSeconds %}') });

/** The export is visible: after Publish, or after a Clean up that finished an interrupted publication. */
const published = (scope: Construct) =>
  Succeed.jsonata(scope, 'Published', {
    outputs: "{% $merge([$states.input, { 'exportId': $states.context.Execution.Name }]) %}",
  });

/** Another export of the same scope is running; this is not a failure. */
const skipped = (scope: Construct) =>
  Succeed.jsonata(scope, 'Skipped', {
    outputs: {
      kind: 'skipped',
      exportId: EXPORT_ID,
      runningExportId: '{% $states.input.runningExportId %}',
    },
  });

/** An earlier export has what the server publishes now; this is not a failure. */
const unchanged = (scope: Construct) =>
  Succeed.jsonata(scope, 'Unchanged', {
    outputs: {
      kind: 'unchanged',
      exportId: EXPORT_ID,
      lastExportId: '{% $states.input.lastExportId %}',
    },
  });

/** Fails the execution with the first error. A timeout can come without a cause. */
const failed = (scope: Construct) =>
  Fail.jsonata(scope, 'Failed', {
    error: '{% $failure.Error %}',
    cause: '{% $failure.Cause ? $failure.Cause : $failure.Error %}',
  });

const is = (kind: string) => Condition.jsonata(`{% $states.input.kind = '${kind}' %}`);
