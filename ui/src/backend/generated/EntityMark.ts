export type EntityMark = { kind: string, value: string, start: number, end: number, };
