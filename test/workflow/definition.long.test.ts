import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readSettings } from '../../lambdas/settings/sources.ts';
import { BUCKET } from '../../local/laptop/local-cloud.ts';
import { synthesizeMachine } from '../../local/laptop/machine.ts';
import { parseDefinition } from '../../local/state-machine/definition/parse-definition.ts';
import { resolveDefinition } from '../../local/state-machine/definition/resolve-definition.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the state machine that runs on a laptop is the one that `cdk synth` produces', async (t) => {
  const output = mkdtempSync(join(tmpdir(), 'sluice-synth-'));
  t.after(() => rmSync(output, { recursive: true }));
  const synth = ['cdk', 'synth', '--quiet', '--no-notices', '--output', output];
  await promisify(execFile)('npx', synth, { cwd: root });
  const template = JSON.parse(readFileSync(join(output, 'Sluice.template.json'), 'utf8'));
  const deployed = resolveDefinition(template, BUCKET);
  const local = await synthesizeMachine(readSettings(join(root, 'sources.json')).sources);
  assert.deepEqual(local.definition, parseDefinition(deployed.definition));
  assert.deepEqual(local.stepNames, deployed.functions);
});
