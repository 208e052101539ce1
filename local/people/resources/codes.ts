import { type Code, concept } from './elements.ts';
import type { JsonFragment } from './template.ts';

/** Makes the codes of one code system. */
const codesOf =
  (system: string) =>
  (code: string, display: string): Code => ({ system, code, display });

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

/** Reasons for a visit in SNOMED CT. */
export const visitReasons = [
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

/** The same diagnoses as in claims: in ICD-10-CM only. */
export const billedDiagnoses = pairs.map(([, billed]) => concept(billed));

const loinc = codesOf('http://loinc.org');

/** A kind of measurement: its unit in UCUM, normal range and decimals. */
export type Measurement = {
  readonly name: string;
  readonly code: JsonFragment;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
};

const measurement = (
  code: Code,
  unit: string,
  [low, high]: readonly [number, number],
  decimals: number,
): Measurement => ({ name: code.display, code: concept(code), unit, low, high, decimals });

export const vitalSigns = [
  measurement(loinc('8480-6', 'Systolic blood pressure'), 'mm[Hg]', [90, 130], 0),
  measurement(loinc('8462-4', 'Diastolic blood pressure'), 'mm[Hg]', [60, 85], 0),
  measurement(loinc('8867-4', 'Heart rate'), '/min', [60, 100], 0),
  measurement(loinc('9279-1', 'Respiratory rate'), '/min', [12, 20], 0),
  measurement(loinc('8310-5', 'Body temperature'), 'Cel', [36.1, 37.5], 1),
  measurement(loinc('29463-7', 'Body weight'), 'kg', [48, 95], 1),
  measurement(loinc('8302-2', 'Body height'), 'cm', [148, 195], 1),
  measurement(loinc('39156-5', 'Body mass index (BMI) [Ratio]'), 'kg/m2', [18.5, 25], 2),
];

const inSerum = (substance: string) => `${substance} in Serum or Plasma`;

export const laboratory = [
  measurement(loinc('718-7', 'Hemoglobin [Mass/volume] in Blood'), 'g/dL', [12, 17], 1),
  measurement(loinc('6690-2', 'Leukocytes [#/volume] in Blood'), '10*3/uL', [4.5, 11], 1),
  measurement(loinc('777-3', 'Platelets [#/volume] in Blood'), '10*3/uL', [150, 400], 0),
  measurement(loinc('2093-3', inSerum('Cholesterol [Mass/volume]')), 'mg/dL', [125, 200], 0),
  measurement(loinc('2571-8', inSerum('Triglyceride [Mass/volume]')), 'mg/dL', [50, 150], 0),
  measurement(loinc('2160-0', inSerum('Creatinine [Mass/volume]')), 'mg/dL', [0.6, 1.3], 2),
  measurement(loinc('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'), '%', [4, 5.6], 1),
  measurement(loinc('2823-3', inSerum('Potassium [Moles/volume]')), 'mmol/L', [3.5, 5.1], 1),
  measurement(loinc('2951-2', inSerum('Sodium [Moles/volume]')), 'mmol/L', [135, 145], 0),
];

export const panels: readonly Code[] = [
  loinc('58410-2', 'CBC panel - Blood by Automated count'),
  loinc('24323-8', 'Comprehensive metabolic 2000 panel - Serum or Plasma'),
  loinc('57698-3', 'Lipid panel with direct LDL - Serum or Plasma'),
];
