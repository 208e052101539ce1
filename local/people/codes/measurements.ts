import { type Code, concept } from '../elements.ts';
import type { Written } from '../template.ts';
import { codesOf } from './codes-of.ts';

const loinc = codesOf('http://loinc.org');

/** What is measured: the unit in UCUM, the normal range, and how many decimals are written. */
export type Measurement = {
  readonly name: string;
  readonly code: Written;
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
