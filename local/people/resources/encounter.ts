import { reasonsToCome } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { concept, head, identifier, minutesBefore, narrative, oneOf, term } from '../elements.ts';
import { hospitalRef, locationRef, patientRef, practitionerRef } from '../references.ts';
import { template, type Written, written } from '../template.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const classes = [
  written({ system: ACT_CODE, code: 'AMB', display: 'ambulatory' }),
  written({ system: ACT_CODE, code: 'VR', display: 'virtual' }),
  written({ system: ACT_CODE, code: 'EMER', display: 'emergency' }),
];
const PRIMARY_PERFORMER = term('v3-ParticipationType', 'PPRF', 'primary performer');
const reasons = reasonsToCome.map((reason) => ({
  type: concept(reason),
  text: narrative(`${reason.display}. Left in good health – „gute Besserung“.`),
}));
const period = { start: minutesBefore(70), end: minutesBefore(10) };

const visit = template<Draft & { reason: (typeof reasons)[number] }>({
  ...head('us/core/StructureDefinition/us-core-encounter'),
  text: ({ random, reason }) => (random.below(6) === 0 ? reason.text : undefined),
  identifier: [identifier('visit', 'V')],
  status: 'finished',
  class: oneOf(classes),
  type: [({ reason }) => reason.type],
  subject: patientRef,
  participant: [{ type: [PRIMARY_PERFORMER], period, individual: practitionerRef }],
  period,
  location: [{ location: locationRef, status: 'completed' }],
  serviceProvider: hospitalRef,
});

/** A visit itself; the other resources of the visit point at it. */
export const encounter = (draft: Draft): Written =>
  visit({ ...draft, reason: draft.random.pick(reasons) });
