import { PhoneOutlined, PushpinFilled, PushpinOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AgentCard, AlertCard } from "../../lib/api";
import { useCan } from "../../lib/session";
import { AcknowledgeButton } from "../alerts/acknowledge";
import { AlertLine } from "../alerts/alert-line";
import { useRuleName } from "../alerts/rule-name";
import { SEVERITIES } from "../alerts/severities";
import { SeverityIcon } from "../alerts/severity";
import styles from "./tile.module.css";
import type { TilePins } from "./use-pinned-tiles";

interface Props {
  card: AgentCard;
  alerts: readonly AlertCard[] | undefined;
  clockOffsetMs: number;
  pins: TilePins | undefined;
}

/** What can be done from a tile: read its alerts, open the call that goes on, keep it in front. */
export function TileActs({ card, alerts = [], clockOffsetMs, pins }: Props) {
  const { t } = useTranslation();
  const mayOpen = useCan("calls:read");
  return (
    <span className={styles.acts}>
      {alerts.length > 0 && (
        <Alerts alerts={alerts} name={card.name} clockOffsetMs={clockOffsetMs} />
      )}
      {card.call_id && mayOpen && (
        <Link
          className={styles.act}
          to={`/calls/${card.call_id}`}
          aria-label={t("board.open_call", { name: card.name })}
          title={t("board.open_call", { name: card.name })}
          draggable={false}
        >
          <PhoneOutlined />
        </Link>
      )}
      {pins && <Pin card={card} pins={pins} />}
    </span>
  );
}

function Alerts({
  alerts,
  name,
  clockOffsetMs,
}: {
  alerts: readonly AlertCard[];
  name: string;
  clockOffsetMs: number;
}) {
  const { t } = useTranslation();
  const named = useRuleName();
  const worst = SEVERITIES.find((severity) => alerts.some((one) => one.severity === severity));
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      content={alerts.map((alert) => (
        <AlertLine
          key={alert.key}
          alert={alert}
          bare
          clockOffsetMs={clockOffsetMs}
          acts={
            !alert.acknowledged_at && (
              <AcknowledgeButton
                alertId={alert.key}
                what={`${name} ${named(alert.rule_name)}`}
                compact
              />
            )
          }
        />
      ))}
    >
      <button
        type="button"
        className={styles.act}
        aria-label={t("board.alerts_of", { name, count: alerts.length })}
      >
        <SeverityIcon severity={worst ?? "info"} />
        {alerts.length > 1 && alerts.length}
      </button>
    </Popover>
  );
}

const STEPS: Record<string, -1 | 1> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

function Pin({ card, pins }: { card: AgentCard; pins: TilePins }) {
  const { t } = useTranslation();
  const label = t(pins.isPinned ? "board.unpin" : "board.pin", { name: card.name });
  function onKeyDown(event: React.KeyboardEvent) {
    const by = STEPS[event.key];
    if (!by || !pins.isPinned) return;
    event.preventDefault();
    pins.onMove(card.key, by);
  }
  return (
    <button
      type="button"
      className={styles.act}
      data-pin={pins.isPinned}
      aria-pressed={pins.isPinned}
      aria-label={label}
      title={label}
      onClick={() => pins.onToggle(card.key)}
      onKeyDown={onKeyDown}
    >
      {pins.isPinned ? <PushpinFilled /> : <PushpinOutlined />}
    </button>
  );
}
