/** A few types, so that a test's export is small. */
export const TYPES = ['Patient', 'Encounter', 'Condition'];
