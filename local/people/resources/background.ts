import { written } from '../template.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

const category = (extension: string) => (code: string, display: string) =>
  written({
    extension: [
      {
        url: 'ombCategory',
        valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code, display },
      },
      { url: 'text', valueString: display },
    ],
    url: `${US_CORE}/${extension}`,
  });

const race = category('us-core-race');
const ethnicity = category('us-core-ethnicity');

/** US Core's race extension with the categories of the US Office of Management and Budget. */
export const races = [
  race('2106-3', 'White'),
  race('2054-5', 'Black or African American'),
  race('2028-9', 'Asian'),
  race('1002-5', 'American Indian or Alaska Native'),
];

/** US Core's ethnicity extension. */
export const ethnicities = [
  ethnicity('2135-2', 'Hispanic or Latino'),
  ethnicity('2186-5', 'Not Hispanic or Latino'),
];
