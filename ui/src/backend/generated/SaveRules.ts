import type { EntityRule } from "./EntityRule";
export type SaveRules = { off: Array<string>, own: Array<EntityRule>, };
