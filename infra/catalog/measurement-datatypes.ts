import { list, struct } from './column-type.ts';
import { codeableConcept, period, quantity, range } from './datatypes.ts';

/** A series of measurements; its values are one string. */
export const sampledData = struct({
  origin: quantity,
  period: 'double',
  factor: 'double',
  lowerLimit: 'double',
  upperLimit: 'double',
  dimensions: 'int',
  data: 'string',
});

/** When something happens that happens more than once. */
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
