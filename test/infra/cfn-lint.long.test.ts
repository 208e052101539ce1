import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRepository } from '../../infra/functions/repository.ts';
import { scratchFolder } from './scratch.ts';
import { synthesized } from './template.ts';

const isHere = spawnSync('cfn-lint', ['--version']).status === 0;
const skip = isHere ? false : 'cfn-lint is not on this machine: .ci/run installs it by pip';

test('cfn-lint finds no error, and finds an action that does not exist', { skip }, (t) => {
  const text = JSON.stringify(synthesized, null, 1);
  const broken = text.replace('"s3:GetObject"', '"s3:FetchObject"');
  const findings = lint(scratchFolder(t), { 'ours.json': text, 'broken.json': broken });
  assert.deepEqual(
    findings.filter((finding) => !finding.includes('broken.json')),
    [],
  );
  assert.equal(findings.length, 1);
});

/** Findings of cfn-lint with the repository's `.cfnlintrc`, one per line. */
function lint(folder: string, templates: Record<string, string>): string[] {
  const files = Object.keys(templates).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(templates)) writeFileSync(join(folder, name), text);
  const { stdout, stderr } = spawnSync('cfn-lint', ['--format', 'parseable', ...files], {
    cwd: inRepository('.'),
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
}
