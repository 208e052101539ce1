import type { TypeName } from './ids.ts';
import type { RandomStream } from './random-stream.ts';

/** The numbers of resources that others refer to. */
export type World = {
  readonly seed: number;
  readonly people: number;
  readonly practitioners: number;
  /** Organizations numbered below `payers` are health plans, the others hospitals. */
  readonly organizations: number;
  readonly payers: number;
};

/** The input for one version of a resource. */
export type Draft = {
  readonly type: TypeName;
  /** The resource's number among those of its type. */
  readonly index: number;
  /** The visit that wrote this version. */
  readonly visit: number;
  /** The patient of that visit. */
  readonly patient: number;
  /** `meta.lastUpdated`, in milliseconds since 1970. */
  readonly updatedAt: number;
  readonly random: RandomStream;
  readonly world: World;
};

/** The numbers for a population of that size. */
export function worldOf(seed: number, people: number): World {
  const payers = 3;
  return {
    seed,
    people,
    practitioners: Math.max(3, Math.ceil(people / 100)),
    payers,
    organizations: payers + Math.max(2, Math.ceil(people / 500)),
  };
}
