import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

import type { OwnBoardListed, WallView } from "../../lib/api";
import styles from "./walls.module.css";

const BUILT_IN = ["agents", "talks", "teams", "campaigns", "day", "quality"] as const;
const MOST = 20;
const SECONDS = 30;

interface Props {
  value?: WallView[];
  onChange?: (views: WallView[]) => void;
  boards: readonly OwnBoardListed[];
}

/** What a wall shows in turn, and for how long each. */
export function ViewsField({ value = [], onChange = () => undefined, boards }: Props) {
  const { t } = useTranslation();
  const options = [
    {
      label: t("walls.built_in"),
      options: BUILT_IN.map((view) => ({ value: view as string, label: t(`wall.view.${view}`) })),
    },
    {
      label: t("nav.own_boards"),
      options: boards.map(({ id, name }) => ({ value: id, label: name })),
    },
  ];

  const change = (place: number, view: WallView) => onChange(value.with(place, view));
  function move(place: number, by: -1 | 1) {
    const view = value[place];
    if (view) onChange(value.toSpliced(place, 1).toSpliced(place + by, 0, view));
  }

  return (
    <div className={styles.column}>
      <ol className={styles.views}>
        {value.map((view, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same view may stand in the list twice
          <li key={place} className={styles.view}>
            <Select
              aria-label={t("walls.view_at", { place: place + 1 })}
              options={options}
              value={view.kind === "built_in" ? view.view : view.own_board_id}
              onChange={(chosen) => change(place, viewOf(chosen, view.seconds ?? SECONDS))}
            />
            <InputNumber
              aria-label={t("walls.seconds_at", { place: place + 1 })}
              min={10}
              max={300}
              suffix={t("walls.seconds")}
              value={view.seconds ?? SECONDS}
              onChange={(seconds) => change(place, { ...view, seconds: seconds ?? SECONDS })}
            />
            <Button
              icon={<ArrowUpOutlined />}
              disabled={place === 0}
              aria-label={t("walls.earlier", { place: place + 1 })}
              onClick={() => move(place, -1)}
            />
            <Button
              icon={<ArrowDownOutlined />}
              disabled={place === value.length - 1}
              aria-label={t("walls.later", { place: place + 1 })}
              onClick={() => move(place, 1)}
            />
            <Button
              icon={<DeleteOutlined />}
              aria-label={t("walls.remove", { place: place + 1 })}
              onClick={() => onChange(value.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ol>
      <Select
        value={null}
        placeholder={t("walls.add_view")}
        aria-label={t("walls.add_view")}
        disabled={value.length >= MOST}
        options={options}
        onChange={(chosen: string | null) =>
          chosen && onChange([...value, viewOf(chosen, SECONDS)])
        }
      />
    </div>
  );
}

function viewOf(chosen: string, seconds: number): WallView {
  const view = BUILT_IN.find((name) => name === chosen);
  return view
    ? { kind: "built_in", view, seconds }
    : { kind: "own_board", own_board_id: chosen, seconds };
}
