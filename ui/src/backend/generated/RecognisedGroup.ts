import type { ValueCount } from "./ValueCount";
export type RecognisedGroup = { kind: string, total: number, values: Array<ValueCount>, };
