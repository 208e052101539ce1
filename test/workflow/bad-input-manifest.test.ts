import {
  withFirstLinkOn,
  withFirstType,
  withoutOutput,
  withoutTransactionTime,
  withTransactionTime,
} from '../../local/servers/faults/manifests.ts';
import { badInputs } from './bad-input.ts';

badInputs('a list of files', [
  {
    what: 'without an output (P9)',
    fault: { on: 'status', intercept: withoutOutput },
    error: 'StatusMalformed',
    says: /the list of files lacks output/,
  },
  {
    what: 'without a transactionTime (M12)',
    source: 'mte',
    fault: { on: 'kick-off', intercept: withoutTransactionTime },
    error: 'StatusMalformed',
    says: /the list of files lacks transactionTime/,
  },
  {
    what: 'with a transactionTime in the future (M12)',
    fault: { on: 'status', intercept: withTransactionTime('2026-06-01T00:00:00Z') },
    error: 'ManifestRefused',
    says: /a transactionTime in the future/,
  },
  {
    what: 'with a transactionTime before the last one that was published (M12)',
    fault: { on: 'status', intercept: withTransactionTime('2025-01-01T00:00:00Z') },
    error: 'ManifestRefused',
    says: /a transactionTime older than the last commit/,
  },
  {
    what: 'with a transactionTime that is no time (M12)',
    source: 'mte-headers',
    fault: { on: 'kick-off', intercept: withTransactionTime('last night') },
    error: 'ManifestRefused',
    says: /a transactionTime that is not a FHIR instant/,
  },
  {
    what: 'with a type that leads out of its folder (M8)',
    fault: { on: 'status', intercept: withFirstType('../../x') },
    error: 'ManifestRefused',
    says: /a type that is not a FHIR resource type/,
  },
  {
    what: 'with a type that was not requested (M13)',
    source: 'gateway',
    fault: { on: 'status', intercept: withFirstType('Claim') },
    error: 'ManifestRefused',
    says: /the manifest lists Claim, which was not requested/,
  },
  {
    what: 'with a link to a place that the source does not name (M5)',
    fault: { on: 'status', intercept: withFirstLinkOn('https://elsewhere.example') },
    error: 'LinkRefused',
    says: /a link leads to https:\/\/elsewhere\.example; .* add it to the source's fileOrigins/,
  },
  {
    what: 'with a link to an address inside (M5)',
    source: 'mte',
    fault: { on: 'kick-off', intercept: withFirstLinkOn('http://169.254.169.254') },
    error: 'LinkRefused',
    says: /a link leads to http:\/\/169\.254\.169\.254/,
  },
]);
