import assert from 'node:assert/strict';
import { test } from 'node:test';
import languageService from 'amazon-states-language-service';
import validate from 'asl-validator';
import { definition } from './state-machine.ts';

const OPTIONS = { checkPaths: true, checkArn: true };

test('asl-validator finds nothing wrong with the definition', () => {
  assert.equal(validate(definition, OPTIONS).errorsText(), '');
});

test('asl-validator would find a state that is not there', () => {
  const broken = structuredClone(definition);
  Object.assign(broken.States.Wait ?? {}, { Next: 'Nowhere' });
  assert.equal(validate(broken, OPTIONS).isValid, false);
});

test('the language service finds nothing wrong with the definition', async () => {
  assert.deepEqual(await diagnose(definition), []);
});

test('the language service would find a jitter that is none', async () => {
  const broken = structuredClone(definition);
  Object.assign(broken.States.Poll?.Retry?.[0] ?? {}, { JitterStrategy: 'HALF' });
  assert.equal((await diagnose(broken)).length, 1);
});

async function diagnose(machine: object) {
  const { getLanguageService, TextDocument } = languageService;
  const document = TextDocument.create(
    'file:///sluice.asl.json',
    'asl',
    1,
    JSON.stringify(machine),
  );
  const service = getLanguageService({});
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document), {});
  return diagnostics.map(({ message }) => message);
}
