import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Source } from '../../../lambdas/settings/source.ts';

const good = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};

const tokenAt = (tokenUrl: string) => ({
  auth: { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl },
});

/** The path of the field that a source is refused for; `accepted` where it is not. */
function verdict(change: object): string {
  const checked = Source.safeParse({ ...good, ...change });
  return checked.success ? 'accepted' : checked.error.issues.map((i) => i.path.join('.')).join();
}

const plain: [string, object][] = [
  ['baseUrl', { baseUrl: 'http://analytics.example/r4' }],
  ['baseUrl', { baseUrl: 'HTTP://analytics.example/r4' }],
  ['fhirUrl', { fhirUrl: 'http://api.example/r4' }],
  ['auth.tokenUrl', tokenAt('http://auth.example/token')],
  ['openOrigins.0', { openOrigins: ['http://files.example'] }],
  ['fileOrigins.1', { fileOrigins: ['https://files.example', 'http://files.example'] }],
];
for (const [field, change] of plain)
  test(`plain http in ${field} (${JSON.stringify(change)}) is for private sources only`, () => {
    assert.equal(verdict(change), field);
    assert.equal(verdict({ ...change, private: true }), 'accepted');
  });

test('plain http in several places is refused in each', () => {
  const change = { baseUrl: 'http://a.example', fhirUrl: 'http://b.example', maxConcurrency: 0 };
  assert.equal(verdict(change), 'maxConcurrency,baseUrl,fhirUrl');
});

test('a password stands in no address, not even in a message', () => {
  const address = 'https://user:marker-of-the-secret@analytics.example/r4';
  for (const change of [{ baseUrl: address }, { fhirUrl: address }, tokenAt(address)]) {
    const checked = Source.safeParse({ ...good, ...change });
    assert(!checked.success);
    assert.doesNotMatch(checked.error.message, /marker/);
  }
});

const noOrigins = [
  'https://files.example/',
  'https://files.example/r4',
  'https://files.example:443',
  'https://FILES.example',
  'https://user@files.example',
  'files.example',
  'https://',
  '*',
];
for (const origin of noOrigins)
  test(`"${origin}" is no origin of files`, () => {
    assert.equal(verdict({ fileOrigins: [origin] }), 'fileOrigins.0');
  });

test('an origin may have a port of its own', () => {
  assert.equal(verdict({ fileOrigins: ['https://files.example:8443'] }), 'accepted');
});
