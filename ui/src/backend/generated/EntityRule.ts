export type EntityRule = { kind: string, name: string, pattern: string, enabled: boolean, };
