import { DeleteOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Empty } from "antd";
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { useLiveBoard } from "../../components/board/use-live-board";
import { type PlacedUnit, unitsBelow } from "../../components/tiles/scope";
import { TileGrid } from "../../components/tiles/tile-grid";
import { useTileWords } from "../../components/tiles/use-tile-words";
import type { Tile } from "../../lib/api";
import type { Draft } from "./draft";
import styles from "./editor.module.css";
import { useUnitGoals } from "./queries";

interface Props {
  draft: Draft;
  units: readonly PlacedUnit[];
  chosen: string | null;
  /** The place of a tile that the server refused. */
  wrong: number | null;
  onChoose: (id: string) => void;
  onMove: (id: string, by: number) => void;
  onPlace: (id: string, place: number) => void;
  onRemove: (id: string) => void;
}

/** The board as it will be, with live numbers. Tiles are dragged, or moved with Alt and arrows. */
export function EditedTiles(props: Props) {
  const { draft, units, chosen, wrong, onChoose, onMove, onPlace, onRemove } = props;
  const { t } = useTranslation();
  const words = useTileWords();
  const { state } = useLiveBoard(draft.unit_id);
  const goals = useUnitGoals(draft.unit_id);
  const [news, setNews] = useState("");
  const below = unitsBelow(units, draft.unit_id);

  function move(tile: Tile, place: number, by: number) {
    const to = Math.max(0, Math.min(draft.tiles.length - 1, place + by));
    onMove(tile.id, by);
    setNews(t("own_boards.moved", { name: words.title(tile), place: to + 1 }));
  }

  function frame(tile: Tile, place: number, face: ReactNode) {
    const name = words.title(tile);
    return (
      // biome-ignore lint/a11y/useSemanticElements: a button may not hold the tile's own controls
      <div
        role="group"
        aria-label={t("own_boards.tile_at", { name, place: place + 1 })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the tile that has the focus
        tabIndex={0}
        className={styles.frame}
        data-chosen={tile.id === chosen}
        data-wrong={place === wrong}
        draggable
        onFocus={() => onChoose(tile.id)}
        onDragStart={(event) => event.dataTransfer.setData("text/plain", tile.id)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          onPlace(event.dataTransfer.getData("text/plain"), place);
        }}
        onKeyDown={(event: KeyboardEvent) => {
          const by = event.altKey ? STEPS[event.key] : undefined;
          if (by === undefined) return;
          event.preventDefault();
          move(tile, place, by);
        }}
      >
        <div className={styles.face} inert>
          {face}
        </div>
        <div className={styles.handles}>
          <Button
            size="small"
            icon={<LeftOutlined />}
            disabled={place === 0}
            aria-label={t("own_boards.earlier", { name })}
            onClick={() => move(tile, place, -1)}
          />
          <Button
            size="small"
            icon={<RightOutlined />}
            disabled={place === draft.tiles.length - 1}
            aria-label={t("own_boards.later", { name })}
            onClick={() => move(tile, place, 1)}
          />
          <Button
            size="small"
            danger
            icon={<DeleteOutlined />}
            aria-label={t("own_boards.remove", { name })}
            onClick={() => onRemove(tile.id)}
          />
        </div>
      </div>
    );
  }

  return (
    <section className={styles.preview} aria-label={t("own_boards.preview")}>
      <p className={styles.note}>{t("own_boards.preview_help")}</p>
      {draft.tiles.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("own_boards.no_tiles")} />
      ) : (
        <TileGrid
          tiles={draft.tiles}
          state={state}
          units={units.filter(({ id }) => below.has(id))}
          unitId={draft.unit_id}
          goals={goals}
          frame={frame}
        />
      )}
      <output className="visually-hidden">{news}</output>
    </section>
  );
}

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};
