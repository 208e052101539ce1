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
    what: 'P9: without an output',
    fault: { on: 'status', answer: withoutOutput },
    error: 'StatusMalformed',
    says: /the list of files lacks output/,
  },
  {
    what: 'M12: without a transactionTime',
    source: 'mte',
    fault: { on: 'kick-off', answer: withoutTransactionTime },
    error: 'StatusMalformed',
    says: /the list of files lacks transactionTime/,
  },
  {
    what: 'M12: with a transactionTime in the future',
    fault: { on: 'status', answer: withTransactionTime('2026-06-01T00:00:00Z') },
    error: 'ManifestRefused',
    says: /a transactionTime in the future/,
  },
  {
    what: 'M12: with a transactionTime before the last one that was published',
    fault: { on: 'status', answer: withTransactionTime('2025-01-01T00:00:00Z') },
    error: 'ManifestRefused',
    says: /a transactionTime older than the last commit/,
  },
  {
    what: 'M12: with a transactionTime that is no time',
    source: 'mte-headers',
    fault: { on: 'kick-off', answer: withTransactionTime('last night') },
    error: 'ManifestRefused',
    says: /a transactionTime that is no instant/,
  },
  {
    what: 'M8: with a type that leads out of its folder',
    fault: { on: 'status', answer: withFirstType('../../x') },
    error: 'ManifestRefused',
    says: /a type that is no FHIR resource type/,
  },
  {
    what: 'M13: with a type that nobody asked for',
    source: 'gateway',
    fault: { on: 'status', answer: withFirstType('Claim') },
    error: 'ManifestRefused',
    says: /the manifest lists Claim, which was not asked for/,
  },
  {
    what: 'M5: with a link to a place that the source does not name',
    fault: { on: 'status', answer: withFirstLinkOn('https://elsewhere.example') },
    error: 'LinkRefused',
    says: /a link leads to https:\/\/elsewhere\.example; .* add it to the source's fileOrigins/,
  },
  {
    what: 'M5: with a link to an address inside',
    source: 'mte',
    fault: { on: 'kick-off', answer: withFirstLinkOn('http://169.254.169.254') },
    error: 'LinkRefused',
    says: /a link leads to http:\/\/169\.254\.169\.254/,
  },
]);
