import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { z } from 'zod';
import {
  type Acknowledgement,
  acknowledgements,
  addCdkNag,
  constructAt,
} from '../../infra/cdk-nag.ts';
import { inRepository } from '../../infra/functions/repository.ts';
import { buildApp, STACK } from '../../infra/synthesize.ts';
import { scratchFolder } from './scratch.ts';
import { writeSigningSources } from './signing-sources.ts';

const Suppressed = z.looseObject({
  acknowledgedAt: z.string(),
  acknowledgedId: z.string(),
  reason: z.string(),
});
const Report = z.looseObject({
  pluginReports: z.array(
    z.looseObject({
      pluginName: z.string(),
      violations: z.array(z.looseObject({ ruleName: z.string() })).default([]),
      suppressedViolations: z.array(Suppressed).default([]),
    }),
  ),
});

test('cdk-nag finds nothing without an acknowledgement', (t) => {
  const { app, report } = checkedApp(t);
  app.synth();
  const { violations, suppressedViolations } = report();
  assert.deepEqual(violations, []);
  const there = acknowledgements.filter(({ at }) => constructAt(app, `${STACK}/${at}`));
  assert.deepEqual(named(suppressedViolations), expected(there));
});

test('with every construct in the stack, each acknowledgement has a finding', async (t) => {
  const { app, report } = checkedApp(t, await writeSigningSources(t));
  app.synth();
  const { violations, suppressedViolations } = report();
  assert.deepEqual(violations, []);
  assert.deepEqual(named(suppressedViolations), expected(acknowledgements));
});

const named = (suppressed: z.infer<typeof Suppressed>[]) =>
  new Set(suppressed.map((each) => `${each.acknowledgedAt} ${each.acknowledgedId}`));
const expected = (all: readonly Acknowledgement[]) =>
  new Set(all.map(({ at, id }) => `${STACK}/${at} AwsSolutions::${id}`));

test('every acknowledgement gives a reason', () => {
  for (const { id, reason } of acknowledgements) assert.ok(reason.length >= 20, id);
});

test('a new resource * is found, although that of X-Ray is acknowledged', (t) => {
  const { app, report } = checkedApp(t);
  const role = app.node.findChild(STACK).node.findChild('Schedules').node.findChild('Role');
  assert.ok(role instanceof Role);
  role.addToPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }),
  );
  t.mock.method(console, 'error', () => {});
  assert.throws(() => app.synth(), /Validation failed/);
  const names = report().violations.map(({ ruleName }) => ruleName);
  assert.deepEqual(names, ['AwsSolutions-IAM5[Resource::*]']);
});

function checkedApp(t: TestContext, sourcesFile = inRepository('sources.json')) {
  const outdir = scratchFolder(t);
  const app = buildApp({ sourcesFile, bundle: false, outdir });
  addCdkNag(app);
  const report = () => {
    const text = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
    const { pluginReports } = Report.parse(JSON.parse(text));
    const nag = pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions');
    assert.ok(nag);
    return nag;
  };
  return { app, report };
}
