import styles from "../../components/board/board.module.css";
import { Placeholder } from "../../components/placeholder";

const TILES = Array.from({ length: 20 }, (_, place) => place);

/** The board's shape before its first snapshot. */
export function BoardSkeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <Placeholder height={32} width={200} />
      <Placeholder height={78} />
      <div className={styles.grid}>
        {TILES.map((place) => (
          <Placeholder key={place} height={142} />
        ))}
      </div>
    </div>
  );
}
