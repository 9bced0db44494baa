import type { RecognisedGroup } from "./RecognisedGroup";
export type Recognised = { groups: Array<RecognisedGroup>, };
