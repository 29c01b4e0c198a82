import {
  CaretRightFilled,
  HistoryOutlined,
  PauseOutlined,
  StepBackwardOutlined,
  StepForwardOutlined,
} from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";

import type { Replay } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useFullDay } from "./full-day";
import { Latest } from "./latest";
import { type Mark, nextMark, previousMark } from "./marks";
import { SPEEDS, type Speed } from "./place";
import styles from "./replay.module.css";
import { Scrubber } from "./scrubber";
import type { Player } from "./use-player";

interface Props {
  replay: Replay;
  player: Player;
  marks: readonly Mark[];
  speed: Speed;
  onSpeed: (speed: Speed) => void;
}

/** Says that this is past, and plays it. Stays in sight while scrolling. */
export function Deck({ replay, player, marks, speed, onSpeed }: Props) {
  const { t } = useTranslation();
  const { past, playing } = player;
  const zone = replay.board.timezone;
  const format = useFormat(zone);
  const fullDay = useFullDay(zone);
  const at_ms = Date.parse(replay.from_at) + past.at_s * 1000;
  const next = nextMark(marks, past.at_s);
  const previous = previousMark(marks, past.at_s);
  return (
    <section className={styles.deck} aria-label={t("replay.player")}>
      <div className={styles.banner}>
        <HistoryOutlined />
        <strong>{t("replay.past", { day: fullDay(at_ms) })}</strong>
        <span>{t("replay.not_live")}</span>
      </div>
      <div className={styles.controls}>
        <Button
          type="primary"
          shape="circle"
          size="large"
          icon={playing ? <PauseOutlined /> : <CaretRightFilled />}
          aria-label={playing ? t("replay.pause") : t("replay.play")}
          title={`${playing ? t("replay.pause") : t("replay.play")} (${t("keys.space")})`}
          onClick={player.toggle}
        />
        <time className={styles.clock} dateTime={new Date(at_ms).toISOString()}>
          {format.time(at_ms)}
        </time>
        <Segmented<Speed>
          aria-label={t("replay.speed")}
          value={speed}
          onChange={onSpeed}
          options={SPEEDS.map((one) => ({ value: one, label: `${one}×` }))}
        />
        <Button
          icon={<StepBackwardOutlined />}
          disabled={!previous}
          title={`${t("keys.previous_event")} (K)`}
          onClick={() => previous && player.seek(previous.at_s)}
        >
          {t("replay.previous")}
        </Button>
        <Button
          icon={<StepForwardOutlined />}
          iconPlacement="end"
          disabled={!next}
          title={`${t("keys.next_event")} (J)`}
          onClick={() => next && player.seek(next.at_s)}
        >
          {t("replay.next")}
        </Button>
        <Latest replay={replay} marks={marks} at_s={past.at_s} onSeek={player.seek} />
      </div>
      <Scrubber replay={replay} marks={marks} player={player} />
    </section>
  );
}
