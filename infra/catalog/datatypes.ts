import { list, struct } from './column-type.ts';

/**
 * The FHIR R4 datatypes that the tables use (https://hl7.org/fhir/R4/datatypes.html): complete but for
 * their `id` and `extension`, which are in `fhir_raw` only.
 */
export const coding = struct({
  system: 'string',
  version: 'string',
  code: 'string',
  display: 'string',
  userSelected: 'boolean',
});

export const codeableConcept = struct({ coding: list(coding), text: 'string' });

export const period = struct({ start: 'string', end: 'string' });

/** Also for Age, Count, Distance and Duration, which specialize it. */
export const quantity = struct({
  value: 'double',
  comparator: 'string',
  unit: 'string',
  system: 'string',
  code: 'string',
});

export const range = struct({ low: quantity, high: quantity });

export const ratio = struct({ numerator: quantity, denominator: quantity });

/** Its identifier is only system and value: a whole Identifier contains a Reference again. */
export const reference = struct({
  reference: 'string',
  type: 'string',
  identifier: struct({ system: 'string', value: 'string' }),
  display: 'string',
});

export const identifier = struct({
  use: 'string',
  type: codeableConcept,
  system: 'string',
  value: 'string',
  period,
  assigner: reference,
});

export const humanName = struct({
  use: 'string',
  text: 'string',
  family: 'string',
  given: list('string'),
  prefix: list('string'),
  suffix: list('string'),
  period,
});

export const address = struct({
  use: 'string',
  type: 'string',
  text: 'string',
  line: list('string'),
  city: 'string',
  district: 'string',
  state: 'string',
  postalCode: 'string',
  country: 'string',
  period,
});

export const contactPoint = struct({
  system: 'string',
  value: 'string',
  use: 'string',
  rank: 'int',
  period,
});

export const annotation = struct({
  authorReference: reference,
  authorString: 'string',
  time: 'string',
  text: 'string',
});

export const attachment = struct({
  contentType: 'string',
  language: 'string',
  data: 'string',
  url: 'string',
  size: 'int',
  hash: 'string',
  title: 'string',
  creation: 'string',
});

export const meta = struct({
  versionId: 'string',
  lastUpdated: 'string',
  source: 'string',
  profile: list('string'),
  security: list(coding),
  tag: list(coding),
});

export const narrative = struct({ status: 'string', div: 'string' });

export const sampledData = struct({
  origin: quantity,
  period: 'double',
  factor: 'double',
  lowerLimit: 'double',
  upperLimit: 'double',
  dimensions: 'int',
  data: 'string',
});

export const timing = struct({
  event: list('string'),
  repeat: struct({
    boundsDuration: quantity,
    boundsRange: range,
    boundsPeriod: period,
    count: 'int',
    countMax: 'int',
    duration: 'double',
    durationMax: 'double',
    durationUnit: 'string',
    frequency: 'int',
    frequencyMax: 'int',
    period: 'double',
    periodMax: 'double',
    periodUnit: 'string',
    dayOfWeek: list('string'),
    timeOfDay: list('string'),
    when: list('string'),
    offset: 'int',
  }),
  code: codeableConcept,
});
