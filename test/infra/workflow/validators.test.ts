import assert from 'node:assert/strict';
import { test } from 'node:test';
import languageService from 'amazon-states-language-service';
import validate from 'asl-validator';
import { definition } from './state-machine.ts';

const OPTIONS = { checkPaths: true, checkArn: true };

test('asl-validator finds no error in the definition', () => {
  assert.equal(validate(definition, OPTIONS).errorsText(), '');
});

test('asl-validator finds a state that does not exist', () => {
  const broken = structuredClone(definition);
  Object.assign(broken.States.Wait ?? {}, { Next: 'Nowhere' });
  assert.equal(validate(broken, OPTIONS).isValid, false);
});

test('the language service finds no error in the definition', async () => {
  assert.deepEqual(await diagnose(definition), []);
});

test('the language service finds an invalid jitter strategy', async () => {
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
