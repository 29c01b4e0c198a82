import { LeftOutlined, RightOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { Button, DatePicker, Segmented, Select, Space, TimePicker } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import boardStyles from "../../components/board/board.module.css";
import { PERIODS, type Period, readPeriod } from "../../components/board/periods";
import type { Board } from "../../lib/api";
import { fromPicker, instantAt, pickerToday, toPicker, toTimePicker } from "../../lib/day";
import { isoDay, useFormat } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import { LENGTHS, neighbour, type Place, passed } from "./place";
import styles from "./replay.module.css";

interface Props {
  unitId: string;
  place: Place;
  /** Null while it is on its way. */
  board: Board | null;
}

/** Which hour of which board, and the way to another. */
export function ReplayHead({ unitId, place, board }: Props) {
  const { t } = useTranslation();
  const own = useTimezone();
  const zone = board?.timezone ?? own;
  const format = useFormat(zone);
  const change = useChange(place);
  const [params, setParams] = useSearchParams();
  const day = isoDay(place.from_at, zone);
  const minute = format.minute(place.from_at);
  const before = neighbour(place, -1, Date.now());
  const after = neighbour(place, 1, Date.now());
  return (
    <header className={`${boardStyles.header} ${styles.head}`}>
      <h1 className={styles.title}>
        {t("replay.title")}
        {board && <span className={styles.unit}>{board.name}</span>}
      </h1>
      <Space.Compact>
        <Button
          icon={<LeftOutlined />}
          aria-label={t("replay.before")}
          title={t("replay.before")}
          disabled={before === null}
          onClick={() => before && change({ from_at: before })}
        />
        <DatePicker
          aria-label={t("replay.day")}
          allowClear={false}
          value={toPicker(day)}
          maxDate={pickerToday(zone)}
          onChange={(picked) =>
            picked && change({ from_at: instantAt(fromPicker(picked), minute, zone) })
          }
        />
        <TimePicker
          aria-label={t("replay.from")}
          className={styles.time ?? ""}
          allowClear={false}
          needConfirm={false}
          format="HH:mm"
          minuteStep={5}
          value={toTimePicker(minute)}
          onChange={(picked) =>
            picked && change({ from_at: instantAt(day, picked.format("HH:mm"), zone) })
          }
        />
        <Select
          aria-label={t("replay.length")}
          className={styles.length ?? ""}
          value={place.minutes}
          onChange={(minutes) => change({ minutes })}
          options={LENGTHS.map((minutes) => ({
            value: minutes,
            label: t("replay.minutes", { count: minutes }),
          }))}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t("replay.after")}
          title={t("replay.after")}
          disabled={after === null}
          onClick={() => after && change({ from_at: after })}
        />
      </Space.Compact>
      <Segmented<Period>
        aria-label={t("replay.period")}
        value={readPeriod(params.get("period"))}
        onChange={(period) =>
          setParams(
            (before) => {
              if (period === "today") before.delete("period");
              else before.set("period", period);
              return before;
            },
            { replace: true },
          )
        }
        options={PERIODS.map((one) => ({ value: one, label: t(`replay.periods.${one}`) }))}
      />
      {zone !== own && (
        <span className={boardStyles.aside}>{t("board.zone", { zone: format.zone(zone) })}</span>
      )}
      <Link className={boardStyles.push} to={`/boards/${unitId}`}>
        <Button icon={<ThunderboltOutlined />} tabIndex={-1}>
          {t("replay.to_live")}
        </Button>
      </Link>
    </header>
  );
}

/** Leads to another stretch; the speed and what is shown of the board stay. */
function useChange(place: Place) {
  const [, setParams] = useSearchParams();
  return (wanted: Partial<Pick<Place, "from_at" | "minutes">>) => {
    const { from_at, minutes } = { ...place, ...wanted };
    setParams((before) => {
      before.set("from", passed(from_at, minutes, Date.now()));
      before.set("minutes", String(minutes));
      before.delete("at");
      return before;
    });
  };
}
