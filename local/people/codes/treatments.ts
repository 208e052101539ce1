import { concept } from '../elements.ts';
import { codesOf } from './codes-of.ts';

const rxnorm = codesOf('http://www.nlm.nih.gov/research/umls/rxnorm');
const cvx = codesOf('http://hl7.org/fhir/sid/cvx');
const snomed = codesOf('http://snomed.info/sct');

/** Drugs in RxNorm. */
export const drugs = [
  rxnorm('314076', 'lisinopril 10 MG Oral Tablet'),
  rxnorm('860975', '24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet'),
  rxnorm('312961', 'simvastatin 20 MG Oral Tablet'),
  rxnorm('310798', 'hydrochlorothiazide 25 MG Oral Tablet'),
  rxnorm('197361', 'amlodipine 5 MG Oral Tablet'),
  rxnorm('259255', 'atorvastatin 80 MG Oral Tablet'),
  rxnorm('308182', 'amoxicillin 250 MG Oral Capsule'),
  rxnorm('310965', 'ibuprofen 200 MG Oral Tablet'),
].map((code) => concept(code));

/** Vaccines in CVX. */
export const vaccines = [
  cvx('140', 'Influenza, split virus, trivalent, preservative free'),
  cvx('113', 'Td (adult), 5 Lf tetanus toxoid, preservative free, adsorbed'),
  cvx('115', 'Tdap'),
  cvx('33', 'pneumococcal polysaccharide PPV23'),
  cvx('133', 'Pneumococcal conjugate PCV 13'),
  cvx('43', 'Hep B, adult'),
  cvx('208', 'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose'),
].map((code) => concept(code));

/** Procedures in SNOMED CT. */
export const procedures = [
  snomed('430193006', 'Medication reconciliation'),
  snomed('171207006', 'Depression screening'),
  snomed('73761001', 'Colonoscopy'),
  snomed('268400002', '12 lead electrocardiogram'),
  snomed('399208008', 'Plain X-ray of chest'),
  snomed('23426006', 'Measurement of respiratory function'),
].map((code) => concept(code));

/** What a patient came for, in SNOMED CT. */
export const reasonsToCome = [
  snomed('162673000', 'General examination of patient'),
  snomed('185345009', 'Encounter for symptom'),
  snomed('185349003', 'Encounter for check up'),
  snomed('390906007', 'Follow-up encounter'),
];

/** Allergies in SNOMED CT. */
export const allergies = [
  snomed('91936005', 'Allergy to penicillin'),
  snomed('91935009', 'Allergy to peanut'),
  snomed('300913006', 'Allergy to shellfish'),
  snomed('418689008', 'Allergy to grass pollen'),
  snomed('232350006', 'Allergy to house dust mite'),
].map((code) => concept(code));
