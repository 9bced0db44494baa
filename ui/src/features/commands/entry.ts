/** A line of the palette. */
export interface Entry {
  /** What sort of thing it is. */
  kind: string;
  label: string;
  /** The keys that do the same. */
  keys?: string;
  run: () => void;
}
