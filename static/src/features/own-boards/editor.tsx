import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import type { OwnBoard, Unit } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { asProblem, isOfField } from "../../lib/problem";
import { useCan } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import {
  aboutUnit,
  addTile,
  bodyOf,
  changeTile,
  type Draft,
  KINDS,
  moveTile,
  placeTile,
  removeTile,
  TILES_MOST,
  tileAt,
} from "./draft";
import { EditedTiles } from "./edited-tiles";
import styles from "./editor.module.css";
import { useSaveBoard } from "./queries";
import { TileFields } from "./tile-fields";

interface Props {
  /** The board that is changed; null for a new one. */
  before: OwnBoard | null;
  first: Draft;
  units: readonly Unit[];
  /** Somebody changed it meanwhile: loads what it is by now, without what was typed here. */
  onNewer?: (() => void) | undefined;
}

/** The palette and the chosen tile's fields on the left, the board itself on the right. */
export function Editor({ before, first, units, onNewer }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [draft, setDraft] = useState(first);
  const [chosen, setChosen] = useState<string | null>(first.tiles[0]?.id ?? null);
  const save = useSaveBoard(before);
  const go = useNavigate();
  const mayShare = useCan("boards:share");
  const placed = unitTree(units, language).map(({ id, name, depth }) => ({
    value: id,
    label: `${"  ".repeat(depth)}${name}`,
  }));
  const wrongPlace = save.error ? tileAt(asProblem(save.error).field) : null;
  const tile = draft.tiles.find(({ id }) => id === chosen);

  function add(kind: (typeof KINDS)[number]) {
    const added = addTile(draft, kind);
    setDraft(added.draft);
    setChosen(added.id);
  }

  function submit() {
    save.mutate(bodyOf(draft), {
      onSuccess: ({ id }) => void go(`/boards/own/${id}`),
      onError: (error) => {
        const place = tileAt(asProblem(error).field);
        if (place !== null) setChosen(draft.tiles[place]?.id ?? null);
      },
    });
  }

  const heading = before ? t("own_boards.edit_of", { name: before.name }) : t("own_boards.create");
  return (
    <div className={styles.editor}>
      <title>{`${heading} · ${t("app.name")}`}</title>
      <aside className={styles.side}>
        <h1>{heading}</h1>
        <div className={styles.field}>
          {t("own_boards.name")}
          <Input
            aria-label={t("own_boards.name")}
            value={draft.name}
            maxLength={120}
            status={isOfField(save.error, "name") ? "error" : ""}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </div>
        <div className={styles.field}>
          {t("own_boards.unit")}
          <Select
            aria-label={t("own_boards.unit")}
            showSearch={{ optionFilterProp: "label" }}
            options={placed}
            value={draft.unit_id}
            status={isOfField(save.error, "unit_id") ? "error" : ""}
            onChange={(unit) => setDraft(aboutUnit(draft, unit))}
          />
        </div>
        {mayShare && (
          <div className={styles.field}>
            {t("own_boards.share")}
            <Select
              aria-label={t("own_boards.share")}
              mode="multiple"
              showSearch={{ optionFilterProp: "label" }}
              options={placed}
              value={draft.shared_with}
              status={isOfField(save.error, "shared_with") ? "error" : ""}
              placeholder={t("own_boards.share_nobody")}
              onChange={(shared_with) => setDraft({ ...draft, shared_with })}
            />
            <span className={styles.note}>{t("own_boards.share_help")}</span>
          </div>
        )}
        <div className={styles.field}>
          {t("own_boards.add")}
          <div className={styles.palette}>
            {KINDS.map((kind) => (
              <Button
                key={kind}
                size="small"
                icon={<PlusOutlined />}
                disabled={draft.tiles.length >= TILES_MOST}
                onClick={() => add(kind)}
              >
                {t(`tiles.kind.${kind}`)}
              </Button>
            ))}
          </div>
        </div>
        {tile && (
          <TileFields
            key={tile.id}
            tile={tile}
            units={units}
            unitId={draft.unit_id}
            onChange={(changed) => setDraft(changeTile(draft, changed))}
          />
        )}
        <div className={styles.acts}>
          {save.error && <ProblemPanel error={save.error} inline />}
          {save.error && onNewer && <Button onClick={onNewer}>{t("own_boards.newer")}</Button>}
          <Space>
            <Button
              type="primary"
              loading={save.isPending}
              disabled={draft.name.trim() === "" || draft.tiles.length === 0}
              onClick={submit}
            >
              {t("own_boards.save")}
            </Button>
            <Button onClick={() => void go(before ? `/boards/own/${before.id}` : "/boards/own")}>
              {t("own_boards.cancel")}
            </Button>
          </Space>
        </div>
      </aside>
      <EditedTiles
        key={draft.unit_id}
        draft={draft}
        units={units}
        chosen={chosen}
        wrong={wrongPlace}
        onChoose={setChosen}
        onMove={(id, by) => setDraft(moveTile(draft, id, by))}
        onPlace={(id, place) => setDraft(placeTile(draft, id, place))}
        onRemove={(id) => setDraft(removeTile(draft, id))}
      />
    </div>
  );
}
