export type TryRule = { kind: string, pattern: string, sample: string, };
