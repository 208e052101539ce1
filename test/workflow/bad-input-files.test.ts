import {
  loginPage,
  missing,
  redirectedTo,
  serverError,
  unauthorized,
} from '../../local/servers/faults/error-responses.ts';
import {
  cutMidBody,
  gzippedAndCut,
  notNdjson,
  ofType,
  truncated,
  unframed,
} from '../../local/servers/faults/files.ts';
import { badInputs } from './bad-input.ts';

/** A line of a file by position and hash, because the line itself contains a patient's data. */
const atLine = (what: string) =>
  new RegExp(
    `^file 2 of the manifest \\(Patient\\): line 1 at byte 0 ${what} \\(sha256 [0-9a-f]{16}…\\)$`,
  );

badInputs('what a file holds', [
  {
    what: 'resources of another type (D8)',
    fault: { on: 'file', path: /Patient/, intercept: ofType('Observation') },
    error: 'LineRefused',
    says: atLine('is not a Patient'),
  },
  {
    what: 'lines that are no JSON (D10)',
    fault: { on: 'file', path: /Patient/, intercept: notNdjson },
    error: 'LineRefused',
    says: atLine('is not a JSON object'),
  },
  {
    what: 'a login page (D8)',
    source: 'mte',
    fault: { on: 'file', intercept: loginPage },
    error: 'FileNotNdjson',
    says: /the server sent text\/html for a file/,
  },
  {
    what: 'half of what its length promises (D1)',
    fault: { on: 'file', intercept: truncated },
    error: 'FileTruncated',
    says: /the file ended before its end/,
  },
  {
    what: 'chunks that break off (D1)',
    source: 'mte-headers',
    fault: { on: 'file', intercept: cutMidBody },
    error: 'FileTruncated',
    says: /the file ended before its end/,
  },
  {
    what: 'half of a gzip file (D1)',
    source: 'gateway',
    fault: { on: 'file', intercept: gzippedAndCut },
    error: 'FileTruncated',
    says: /the file ended before its end/,
  },
  {
    what: 'bytes whose end nothing proves (D2)',
    fault: { on: 'file', intercept: unframed },
    error: 'UnverifiableLength',
    says: /nothing proves the end of the file/,
  },
  {
    what: 'nothing, as the server does not serve it',
    fault: { on: 'file', intercept: missing },
    error: 'FileRefused',
    says: /the server answered 404 to a file it listed/,
  },
  {
    what: 'nothing, as the credential is refused',
    source: 'gateway',
    fault: { on: 'file', intercept: unauthorized },
    error: 'CredentialRefused',
    says: /file: the server answers 401 to secret "/,
  },
  {
    what: 'nothing, as it has moved to plain http elsewhere (D22)',
    fault: { on: 'file', intercept: redirectedTo('http://elsewhere.example') },
    error: 'LinkRefused',
    says: /nothing is sent to http:\/\/elsewhere\.example: a redirect leads to plain http/,
  },
  {
    what: 'nothing, because the server stays down (D21)',
    source: 'mte',
    fault: { on: 'file', intercept: serverError(502) },
    error: 'ServerUnavailable',
    says: /file: the server answered 502/,
  },
]);
