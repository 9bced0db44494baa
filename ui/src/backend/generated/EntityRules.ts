import type { EntityRule } from "./EntityRule";
export type EntityRules = { built_in: Array<EntityRule>, off: Array<string>, own: Array<EntityRule>, };
