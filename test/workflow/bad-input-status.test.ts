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
    what: 'P7: a status that is cut in the middle',
    fault: { on: 'status', answer: cutJson },
    error: 'StatusMalformed',
    says: /the status is not JSON; the server may be down/,
  },
  {
    what: 'P8: a login page in place of a status',
    fault: { on: 'status', answer: loginPage },
    error: 'StatusMalformed',
    says: /the status is not JSON/,
  },
  {
    what: 'a status in words that nobody has documented',
    fault: { on: 'status', answer: () => json(200, { status: 'Patient x-1 at 12 Elm Street' }) },
    error: 'StatusMalformed',
    says: /none of In Progress, Successful, Failed/,
  },
  {
    what: 'P9: a job that fails',
    fault: { on: 'job', times: 1, fate: 'fails' },
    error: 'ServerJobFailed',
    says: /the server's export failed: 1 of 2 batches failed/,
  },
  {
    what: 'P5: a job that the server forgets',
    fault: { on: 'job', times: 1, fate: 'forgotten' },
    error: 'ServerJobGone',
    says: /the server no longer knows the job \(404\)/,
  },
  {
    what: 'P5: a job that the server never knew',
    source: 'gateway',
    fault: { on: 'status', answer: missing },
    error: 'ServerJobGone',
    says: /the server no longer knows the job \(404\)/,
  },
  {
    what: 'P6: a credential that is withdrawn',
    source: 'gateway',
    fault: { on: 'status', answer: unauthorized },
    error: 'CredentialRefused',
    says: /status: the server answers 401 to secret "/,
  },
  {
    what: 'P4: a server that goes down and stays down',
    fault: { on: 'status', answer: serverError(502) },
    error: 'ServerUnavailable',
    says: /how its job stands: it answered 502/,
  },
  {
    what: 'P12: a redirect to plain http elsewhere',
    fault: { on: 'status', answer: redirectedTo('http://elsewhere.example') },
    error: 'LinkRefused',
    says: /nothing is sent to http:\/\/elsewhere\.example: a redirect leads to plain http/,
  },
]);
