import { z } from "zod";

/** The keys of judge.json that say from where to where scores go. */
export const scoreScale = { min: z.number().default(1), max: z.number().default(10) };

/** A number on the scale as judges write it: `7`, `7.5`, `7,5`, `7/10`, `7 out of 10`; undefined off the scale. */
export function readScore(raw: string, { min, max }: { min: number; max: number }): number | undefined {
  const written = /^([+-]?\d+(?:[.,]\d+)?)(?:\s*(?:\/|out of)\s*(\d+(?:\.\d+)?))?(?:\s*points?)?$/i.exec(
    raw.trim(),
  );
  if (written === null || (written[2] !== undefined && Number(written[2]) !== max)) return undefined;
  const value = Number(written[1]!.replace(",", "."));
  return value >= min && value <= max ? value : undefined;
}
