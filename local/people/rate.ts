/**
 * How many resources of a type a visit leaves behind: `[2, 5]` is two in five visits. Resources are
 * numbered through all visits, so number and visit follow from each other without counting.
 */
export type Rate = readonly [resources: number, visits: number];

/** The number of the first resource at or after that visit. */
export const firstOfVisit = ([resources, visits]: Rate, visit: number): number =>
  Math.floor((visit * resources) / visits);

/** The visit that left that resource behind. */
export const visitOf = ([resources, visits]: Rate, index: number): number =>
  Math.ceil(((index + 1) * visits) / resources) - 1;
