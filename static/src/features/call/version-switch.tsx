import { type RefSelectProps, Select } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import type { Evaluation, TranscriptSummary } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { numberOf } from "./chosen";

interface Props {
  evaluations: readonly Evaluation[];
  versions: readonly TranscriptSummary[];
  chosen: Evaluation;
  onChoose: (id: string) => void;
}

/** Which of the call's scores is shown; nothing to choose while there is only one. */
export function VersionSwitch({ evaluations, versions, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const select = useRef<RefSelectProps>(null);
  const nameOf = ({ scorecard_name, scorecard_version }: Evaluation) =>
    t("score.version_of", { name: scorecard_name, version: scorecard_version });
  const textOf = ({ transcript_id }: Evaluation) =>
    versions.length > 1
      ? `${t("call.transcript")} ${t("versions.option", { number: numberOf(versions, transcript_id) })}`
      : "";

  if (evaluations.length < 2)
    return (
      <span className={styles.version} title={nameOf(chosen)}>
        {nameOf(chosen)}
      </span>
    );
  return (
    <Select<string>
      ref={select}
      size="small"
      className={styles.versionSelect}
      aria-label={t("score.version")}
      value={chosen.id}
      onChange={(id) => {
        onChoose(id);
        // Else the next key would open the list again instead of playing.
        select.current?.blur();
      }}
      popupMatchSelectWidth={false}
      placement="bottomRight"
      labelRender={() => nameOf(chosen)}
      options={evaluations.map((one, place) => ({
        value: one.id,
        label: [
          nameOf(one),
          format.score(one.score),
          textOf(one),
          format.dateTime(one.created_at),
          place === 0 ? t("score.latest") : "",
        ]
          .filter(Boolean)
          .join(" · "),
      }))}
    />
  );
}
