import { visitReasons } from './codes.ts';
import type { Draft } from './draft.ts';
import { concept, head, identifier, minutesBefore, narrative, randomOf, term } from './elements.ts';
import {
  encounterRef,
  hospitalRef,
  locationRef,
  patientRef,
  practitionerRef,
} from './references.ts';
import { fragment, type JsonFragment, template } from './template.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const classes = [
  fragment({ system: ACT_CODE, code: 'AMB', display: 'ambulatory' }),
  fragment({ system: ACT_CODE, code: 'VR', display: 'virtual' }),
  fragment({ system: ACT_CODE, code: 'EMER', display: 'emergency' }),
];
const PRIMARY_PERFORMER = term('v3-ParticipationType', 'PPRF', 'primary performer');
const reasons = visitReasons.map((reason) => ({
  type: concept(reason),
  text: narrative(`${reason.display}. Left in good health – „gute Besserung“.`),
}));
const period = { start: minutesBefore(70), end: minutesBefore(10) };

const visit = template<Draft & { reason: (typeof reasons)[number] }>({
  ...head('us/core/StructureDefinition/us-core-encounter'),
  text: ({ random, reason }) => (random.below(6) === 0 ? reason.text : undefined),
  identifier: [identifier('visit', 'V')],
  status: 'finished',
  class: randomOf(classes),
  type: [({ reason }) => reason.type],
  subject: patientRef,
  participant: [{ type: [PRIMARY_PERFORMER], period, individual: practitionerRef }],
  period,
  location: [{ location: locationRef, status: 'completed' }],
  serviceProvider: hospitalRef,
});

/** A visit; its other resources refer to it. */
export const encounter = (draft: Draft): JsonFragment =>
  visit({ ...draft, reason: draft.random.pick(reasons) });

const AUTHOR = term('provenance-participant-type', 'author', 'Author');
const CREATE = term('v3-DataOperation', 'CREATE', 'create');

/** Who recorded a visit; 1upHealth's server adds one for each write. */
export const provenance = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-provenance'),
  target: [encounterRef],
  recorded: minutesBefore(0),
  activity: CREATE,
  agent: [{ type: AUTHOR, who: practitionerRef, onBehalfOf: hospitalRef }],
});
