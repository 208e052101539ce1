import { diagnoses } from '../codes/diagnoses.ts';
import type { Draft } from '../draft.ts';
import { daysBefore, head, oneOf, term, today } from '../elements.ts';
import { encounterRef, patientRef, practitionerRef } from '../references.ts';
import { template, type Written } from '../template.ts';

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
  code: oneOf(diagnoses),
  subject: patientRef,
  encounter: encounterRef,
  onsetDateTime: (draft) => daysBefore(draft, 2 + draft.random.below(30)),
  abatementDateTime: (draft) => (draft.resolved ? daysBefore(draft, 1) : undefined),
  recordedDate: today,
  recorder: practitionerRef,
});

/** What was diagnosed at a visit. */
export const condition = (draft: Draft): Written =>
  diagnosis({ ...draft, resolved: draft.random.below(4) === 0 });
