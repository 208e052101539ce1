/** Numbers chosen from a type's resources: how many, and which, from the `start`-th on. */
export type Selection = { readonly count: number; from(start: number): Iterable<number> };

/** Every number from `first` up to and without `end`. */
export function range(first: number, end: number): Selection {
  return {
    count: Math.max(0, end - first),
    *from(start) {
      for (let index = first + start; index < end; index += 1) yield index;
    },
  };
}

/** What a walk comes by; walked anew each time, so that nothing is kept in memory. */
export function walked(walk: () => Iterable<number>): Selection {
  return {
    get count() {
      let count = 0;
      for (const _ of walk()) count += 1;
      return count;
    },
    *from(start) {
      let passed = 0;
      for (const index of walk()) {
        if (passed >= start) yield index;
        passed += 1;
      }
    },
  };
}
