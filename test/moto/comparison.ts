/** How two clouds answer the same question. */
export type Comparison = { name: string; ours: string; moto: string };

/** A disagreement that is known, and why it is no fault of ours. */
export type Explanations = ReadonlyMap<string, string>;

/** What the disagreements come to. */
export type Verdict = {
  agreeing: number;
  /** Disagreements nobody has explained. */
  unexplained: string[];
  /** Explained disagreements that no longer are: the explanation is to be removed. */
  outdated: string[];
};

/** Judges the comparisons against what is known. */
export function judge(comparisons: Comparison[], explanations: Explanations): Verdict {
  const differing = new Set(comparisons.filter(differs).map(({ name }) => name));
  return {
    agreeing: comparisons.length - differing.size,
    unexplained: [...differing].filter((name) => !explanations.has(name)),
    outdated: [...explanations.keys()].filter((name) => !differing.has(name)),
  };
}

/** Whether the two do not agree. */
export const differs = ({ ours, moto }: Comparison): boolean => ours !== moto;
