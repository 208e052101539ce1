import { allergies, diagnoses, procedures } from './codes.ts';
import type { Draft } from './draft.ts';
import { daysBefore, head, minutesBefore, randomOf, term, today } from './elements.ts';
import {
  encounterRef,
  hospitalRef,
  locationRef,
  patientRef,
  practitionerRef,
} from './references.ts';
import { type JsonFragment, template } from './template.ts';

const ACTIVE = term('condition-clinical', 'active', 'Active');
const RESOLVED = term('condition-clinical', 'resolved', 'Resolved');
const CONFIRMED = term('condition-ver-status', 'confirmed', 'Confirmed');
const ENCOUNTER_DIAGNOSIS = term(
  'condition-category',
  'encounter-diagnosis',
  'Encounter Diagnosis',
);

const diagnosis = template<Draft & { resolved: boolean }>({
  ...head('us/core/StructureDefinition/us-core-condition-encounter-diagnosis'),
  clinicalStatus: ({ resolved }) => (resolved ? RESOLVED : ACTIVE),
  verificationStatus: CONFIRMED,
  category: [ENCOUNTER_DIAGNOSIS],
  code: randomOf(diagnoses),
  subject: patientRef,
  encounter: encounterRef,
  onsetDateTime: (draft) => daysBefore(draft, 2 + draft.random.below(30)),
  abatementDateTime: (draft) => (draft.resolved ? daysBefore(draft, 1) : undefined),
  recordedDate: today,
  recorder: practitionerRef,
});

/** A diagnosis of a visit. */
export const condition = (draft: Draft): JsonFragment =>
  diagnosis({ ...draft, resolved: draft.random.below(4) === 0 });

const ALLERGY_ACTIVE = term('allergyintolerance-clinical', 'active', 'Active');
const ALLERGY_CONFIRMED = term('allergyintolerance-verification', 'confirmed', 'Confirmed');

/** An allergy that was found at a visit. */
export const allergyIntolerance = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-allergyintolerance'),
  clinicalStatus: ALLERGY_ACTIVE,
  verificationStatus: ALLERGY_CONFIRMED,
  type: 'allergy',
  criticality: randomOf(['low', 'high']),
  code: randomOf(allergies),
  patient: patientRef,
  encounter: encounterRef,
  recordedDate: today,
  recorder: practitionerRef,
  note: [{ text: 'Reported by the patient; “seit der Kindheit”.' }],
});

/** A procedure of a visit. */
export const procedure = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-procedure'),
  status: 'completed',
  code: randomOf(procedures),
  subject: patientRef,
  encounter: encounterRef,
  performedPeriod: { start: minutesBefore(40), end: minutesBefore(25) },
  performer: [{ actor: practitionerRef, onBehalfOf: hospitalRef }],
  location: locationRef,
  reasonCode: [randomOf(diagnoses)],
});
