import {
  forbidden,
  loginPage,
  missing,
  serverError,
  unauthorized,
} from '../../local/servers/faults/error-responses.ts';
import { outcome } from '../../local/servers/http/server.ts';
import { badInputs } from './bad-input.ts';

/** Diagnostics of a server, with a patient's address. */
const refusal = () => outcome(400, 'value', 'cannot export 12 Elm Street');

badInputs('what a kick-off is answered', [
  {
    what: 'a credential that stays refused (K1)',
    fault: { on: 'kick-off', intercept: unauthorized },
    error: 'CredentialRefused',
    says: /kick-off: the server answers 401 to secret "/,
  },
  {
    what: 'a credential that may not export (K2)',
    fault: { on: 'kick-off', intercept: forbidden },
    error: 'CredentialRefused',
    says: /kick-off: 403.*; the credential does not allow this/,
  },
  {
    what: 'a server that has no $export',
    fault: { on: 'kick-off', intercept: missing },
    error: 'NotABulkServer',
    says: /404 at \$export; check the baseUrl of the source/,
  },
  {
    what: 'a login page in place of a job (K13)',
    fault: { on: 'kick-off', intercept: loginPage },
    error: 'NotABulkServer',
    says: /answered 200 without Content-Location/,
  },
  {
    what: 'a login page in place of a list of files (K13)',
    source: 'mte',
    fault: { on: 'kick-off', intercept: loginPage },
    error: 'NotABulkServer',
    says: /answered 200 without a list of files/,
  },
  {
    what: 'a parameter that the server does not take (K8)',
    fault: { on: 'kick-off', intercept: refusal },
    error: 'KickOffRefused',
    says: /the server refused the kick-off with 400 \(value\)$/,
  },
  {
    what: 'a server that stays down (K4)',
    fault: { on: 'kick-off', intercept: serverError(503) },
    error: 'ServerUnavailable',
    says: /kick-off: the server answered 503/,
  },
  {
    what: 'a token endpoint that stays down',
    source: 'gateway',
    fault: { on: 'token', intercept: serverError(500) },
    error: 'ServerUnavailable',
    says: /the token endpoint gateway\.example answered 500/,
  },
  {
    what: 'a login page in place of a token',
    source: 'gateway',
    fault: { on: 'token', intercept: loginPage },
    error: 'NotABulkServer',
    says: /the token endpoint did not answer with a token/,
  },
]);
