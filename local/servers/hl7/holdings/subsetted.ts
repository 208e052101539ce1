import type { Resource } from './resource.ts';

const SUBSETTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'subsetted',
};

/** A resource with its id, its meta and the elements asked for, tagged SUBSETTED (rule 42). */
export function subsetted(resource: Resource, elements: readonly string[]): Resource {
  const { resourceType, meta } = resource;
  const kept = new Set(['id', ...elements.map((element) => ofType(element, resourceType))]);
  return {
    resourceType,
    ...Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name))),
    meta: { ...meta, tag: [...(meta?.tag ?? []), SUBSETTED] },
  };
}

/** `name` of `Patient.name` for a Patient, nothing for others; `name` alone is for each type. */
const ofType = (element: string, type: string): string | undefined =>
  element.includes('.')
    ? element.startsWith(`${type}.`)
      ? element.slice(type.length + 1)
      : undefined
    : element;
