/** Units in the order of the organisation. Pure. */
import type { Unit } from "./api";
import { nameOrder } from "./name-order";

export interface PlacedUnit extends Unit {
  /** How many of the listed units stand above this one. */
  depth: number;
}

/** Parents before their children, siblings by name; roots are those whose parent is not listed. */
export function unitTree(units: readonly Unit[], language: string): PlacedUnit[] {
  const compare = nameOrder(language);
  const listed = new Set(units.map(({ id }) => id));
  const parentOf = ({ parent_id }: Unit) =>
    parent_id !== null && listed.has(parent_id) ? parent_id : null;
  const byName = units.toSorted((a, b) => compare(a.name, b.name));
  const below = (parent: string | null, depth: number): PlacedUnit[] =>
    byName
      .filter((unit) => parentOf(unit) === parent)
      .flatMap((unit) => [{ ...unit, depth }, ...below(unit.id, depth + 1)]);
  return below(null, 0);
}
