export type ValueCount = { value: string, written: string, messages: number, };
