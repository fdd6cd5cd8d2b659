// A stream of annotations → what a run reports of itself: counts by reason and source, cost, who served.
import { lowLabelShare } from "../../../judge/reading.js";
import type { Annotation } from "./annotation.js";

export interface AnnotationCounts {
  judged: number;
  readonly unjudgedByReason: Record<string, number>;
  readonly judgedBySource: Record<string, number>;
  costUsd: number | null;
  /** Models that served replies, in the order in which they were first seen. */
  readonly servedModels: string[];
  /** Verdicts whose labels held less than half of the probability. */
  lowLabelShare: number;
  /** Verdicts whose labels were read with the blanks before them. */
  trimmedLabels: number;
  /** Verdicts that were flipped on purpose (label noise). */
  flippedOnPurpose: number;
}

export interface AnnotationCounter {
  readonly counts: AnnotationCounts;
  add(annotation: Annotation): void;
}

export function createAnnotationCounter(): AnnotationCounter {
  const counts: AnnotationCounts = {
    judged: 0,
    unjudgedByReason: {},
    judgedBySource: {},
    costUsd: 0,
    servedModels: [],
    lowLabelShare: 0,
    trimmedLabels: 0,
    flippedOnPurpose: 0,
  };
  return {
    counts,
    add(annotation) {
      const served = annotation.completion?.servedBy.model;
      if (served && !counts.servedModels.includes(served)) counts.servedModels.push(served);
      if (annotation.priceUsd === null) counts.costUsd = null;
      else if (counts.costUsd !== null) counts.costUsd += annotation.priceUsd;
      if (annotation.status === "unjudged") return increment(counts.unjudgedByReason, annotation.reason);
      counts.judged++;
      increment(counts.judgedBySource, annotation.source);
      const { labelShare, isLabelTrimmed, isFlipped } = annotation.verdict;
      if (isFlipped) counts.flippedOnPurpose++;
      if (labelShare !== null && labelShare < lowLabelShare) counts.lowLabelShare++;
      if (isLabelTrimmed) counts.trimmedLabels++;
    },
  };
}

function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
