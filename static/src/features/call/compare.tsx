import { SwapOutlined } from "@ant-design/icons";
import { Button, Checkbox, Drawer, Empty } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTranscript } from "../../components/call/queries";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, TranscriptSummary } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./compare.module.css";
import { type ComparedRow, compareTurns, type Side, sumUp } from "./compare-turns";
import { VersionSelect } from "./transcript-versions";
import type { ChosenAndChange } from "./use-chosen";

interface Props {
  call: CallDetail;
  versions: readonly TranscriptSummary[];
  chosen: ChosenAndChange;
  onPlay: (second: number) => void;
}

/** Two transcripts of the call side by side, what differs marked. */
export default function Compare({ call, versions, chosen, onPlay }: Props) {
  const { t } = useTranslation();
  const [onlyChanged, setOnlyChanged] = useState(false);
  const left = versions.find(({ id }) => id === chosen.compare) ?? versions[1] ?? versions[0];
  const right = chosen.transcript ?? versions[0];
  const before = useTranscript(call, left?.id);
  const after = useTranscript(call, right?.id);
  const rows = useMemo(
    () => before.data && after.data && compareTurns(before.data.utterances, after.data.utterances),
    [before.data, after.data],
  );
  const broken = [before, after].find(({ isError }) => isError);
  const close = () => chosen.change({ compare: null });

  return (
    <Drawer
      open
      size="min(1200px, 92vw)"
      title={t("compare.title")}
      onClose={close}
      extra={
        <Checkbox checked={onlyChanged} onChange={({ target }) => setOnlyChanged(target.checked)}>
          {t("compare.only_changed")}
        </Checkbox>
      }
    >
      <div className={styles.heads}>
        <VersionSelect
          versions={versions}
          value={left?.id ?? ""}
          label={t("compare.older")}
          onChange={(id) => chosen.change({ compare: id })}
        />
        <VersionSelect
          versions={versions}
          value={right?.id ?? ""}
          label={t("compare.newer")}
          onChange={(id) => chosen.change({ transcript: id, evaluation: null })}
        />
      </div>
      {broken && <ProblemPanel error={broken.error} onRetry={broken.refetch} />}
      {rows ? (
        <Rows rows={rows} onlyChanged={onlyChanged} onPlay={onPlay} />
      ) : (
        !broken && <Placeholder height={320} />
      )}
    </Drawer>
  );
}

interface RowsProps {
  rows: readonly ComparedRow[];
  onlyChanged: boolean;
  onPlay: (second: number) => void;
}

function Rows({ rows, onlyChanged, onPlay }: RowsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = sumUp(rows);
  const shown = onlyChanged ? rows.filter(({ differs }) => differs) : rows;
  return (
    <>
      <p className={styles.summary}>
        {t("compare.summary", {
          same: format.percent(sums.same),
          removed: format.count(sums.removed),
          added: format.count(sums.added),
          moved: format.count(sums.moved),
        })}{" "}
        <span className={styles.muted}>{t("compare.legend")}</span>
      </p>
      {shown.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("compare.same")} />
      )}
      <ol>
        {shown.map((row) => (
          <li
            key={`${row.start_s} ${row.before.length} ${row.after[0]?.channel}`}
            className={styles.row}
            data-differs={row.differs}
          >
            <Button
              type="text"
              size="small"
              aria-label={t("call.seek_to", { at: formatDuration(row.start_s) })}
              onClick={() => onPlay(row.start_s)}
            >
              {formatDuration(row.start_s)}
            </Button>
            <Cell sides={row.before} moved={row.moved} kind="removed" />
            <Cell sides={row.after} moved={row.moved} kind="added" />
          </li>
        ))}
      </ol>
    </>
  );
}

interface CellProps {
  sides: readonly Side[];
  moved: boolean;
  kind: "removed" | "added";
}

function Cell({ sides, moved, kind }: CellProps) {
  const { t } = useTranslation();
  const Changed = kind === "removed" ? "del" : "ins";
  if (sides.length === 0) return <p className={styles.nothing}>{t("compare.nothing")}</p>;
  return (
    <div>
      {sides.map(({ channel, start_s, parts }) => (
        <p key={`${channel} ${start_s}`}>
          <span className={styles.speaker} data-moved={moved}>
            {moved && kind === "added" && (
              <SwapOutlined title={t("compare.moved")} aria-label={t("compare.moved")} />
            )}{" "}
            {t(`call.speaker_${channel}`)}
          </span>{" "}
          {parts.map(({ text, changed }, place) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing but their place
            if (!changed) return <span key={place}>{text}</span>;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing but their place
              <Changed key={place}>
                <span className="visually-hidden">{t(`compare.${kind}`)} </span>
                {text}
              </Changed>
            );
          })}
        </p>
      ))}
    </div>
  );
}
