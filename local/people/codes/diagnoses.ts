import { type Code, concept } from '../elements.ts';
import { codesOf } from './codes-of.ts';

const snomed = codesOf('http://snomed.info/sct');
const icd10 = codesOf('http://hl7.org/fhir/sid/icd-10-cm');

const pairs: readonly [clinical: Code, billed: Code][] = [
  [snomed('38341003', 'Hypertensive disorder'), icd10('I10', 'Essential (primary) hypertension')],
  [
    snomed('44054006', 'Diabetes mellitus type 2'),
    icd10('E11.9', 'Type 2 diabetes mellitus without complications'),
  ],
  [snomed('195967001', 'Asthma'), icd10('J45.909', 'Unspecified asthma, uncomplicated')],
  [snomed('55822004', 'Hyperlipidemia'), icd10('E78.5', 'Hyperlipidemia, unspecified')],
  [
    snomed('13645005', 'Chronic obstructive lung disease'),
    icd10('J44.9', 'Chronic obstructive pulmonary disease, unspecified'),
  ],
  [
    snomed('195662009', 'Acute viral pharyngitis'),
    icd10('J02.9', 'Acute pharyngitis, unspecified'),
  ],
  [snomed('10509002', 'Acute bronchitis'), icd10('J20.9', 'Acute bronchitis, unspecified')],
  [snomed('40930008', 'Hypothyroidism'), icd10('E03.9', 'Hypothyroidism, unspecified')],
  [
    snomed('37796009', 'Migraine'),
    icd10('G43.909', 'Migraine, unspecified, not intractable, without status migrainosus'),
  ],
  [snomed('49436004', 'Atrial fibrillation'), icd10('I48.91', 'Unspecified atrial fibrillation')],
];

/** Diagnoses in SNOMED CT with their codes in ICD-10-CM. */
export const diagnoses = pairs.map(([clinical, billed]) => concept(clinical, billed));

/** The same as a claim states them: in ICD-10-CM alone. */
export const billedDiagnoses = pairs.map(([, billed]) => concept(billed));
