import {
  loginPage,
  missing,
  redirectedTo,
  serverError,
  unauthorized,
} from '../../local/servers/faults/error-responses.ts';
import { cutJson } from '../../local/servers/faults/manifests.ts';
import { json } from '../../local/servers/http/server.ts';
import { badInputs } from './bad-input.ts';

badInputs('what a poll is answered', [
  {
    what: 'a status that is cut in the middle (P7)',
    fault: { on: 'status', intercept: cutJson },
    error: 'StatusMalformed',
    says: /the status is not JSON; the server may be down/,
  },
  {
    what: 'a login page in place of a status (P8)',
    fault: { on: 'status', intercept: loginPage },
    error: 'StatusMalformed',
    says: /the status is not JSON/,
  },
  {
    what: 'a status in undocumented words',
    fault: { on: 'status', intercept: () => json(200, { status: 'Patient x-1 at 12 Elm Street' }) },
    error: 'StatusMalformed',
    says: /none of In Progress, Successful, Failed/,
  },
  {
    what: 'a job that fails (P9)',
    fault: { on: 'job', times: 1, failure: 'fails' },
    error: 'ServerJobFailed',
    says: /the server's export failed: 1 of 2 batches failed/,
  },
  {
    what: 'a job that the server forgets (P5)',
    fault: { on: 'job', times: 1, failure: 'forgotten' },
    error: 'ServerJobGone',
    says: /the server no longer knows the job \(404\)/,
  },
  {
    what: 'a job that the server never knew (P5)',
    source: 'gateway',
    fault: { on: 'status', intercept: missing },
    error: 'ServerJobGone',
    says: /the server no longer knows the job \(404\)/,
  },
  {
    what: 'a credential that is withdrawn (P6)',
    source: 'gateway',
    fault: { on: 'status', intercept: unauthorized },
    error: 'CredentialRefused',
    says: /status: the server answers 401 to secret "/,
  },
  {
    what: 'a server that goes down and stays down (P4)',
    fault: { on: 'status', intercept: serverError(502) },
    error: 'ServerUnavailable',
    says: /poll: transient error of the server: it answered 502/,
  },
  {
    what: 'a redirect to plain http elsewhere (P12)',
    fault: { on: 'status', intercept: redirectedTo('http://elsewhere.example') },
    error: 'LinkRefused',
    says: /nothing is sent to http:\/\/elsewhere\.example: a redirect leads to plain http/,
  },
]);
