import { Checkbox, Segmented, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import { Reveal } from "../../components/call/reveal";
import type { CallDetail, Transcript, TranscriptSummary } from "../../lib/api";
import { setPreferences, usePreferences } from "../../lib/preferences";
import { TranscriptMenu } from "./transcript-menu";
import { TranscriptVersions } from "./transcript-versions";
import type { ChosenAndChange } from "./use-chosen";

interface Props {
  call: CallDetail;
  versions: readonly TranscriptSummary[];
  transcript: Transcript | undefined;
  chosen: ChosenAndChange;
  following: boolean;
  onFollow: (following: boolean) => void;
  onSwap: () => void;
}

/** Which version is shown, how, and what can be done with it. */
export function TranscriptHead({ following, onFollow, ...rest }: Props) {
  const { t } = useTranslation();
  const { versions, transcript, chosen } = rest;
  return (
    <div className={styles.panelHead}>
      <h2 id="transcript">{t("call.transcript")}</h2>
      <TranscriptVersions versions={versions} chosen={chosen} />
      {transcript && (
        <div className={styles.tools}>
          <Personal call={rest.call} transcript={transcript} />
          <Wording transcript={transcript} />
          <Doubtful />
          <Checkbox checked={following} onChange={({ target }) => onFollow(target.checked)}>
            {t("call.follow")}
          </Checkbox>
          <TranscriptMenu {...rest} transcript={transcript} />
        </div>
      )}
    </div>
  );
}

/** Numbers as they were spoken, or as one writes them; absent where there are none. */
function Wording({ transcript }: { transcript: Transcript }) {
  const { t } = useTranslation();
  const { written_numbers } = usePreferences();
  if (!transcript.utterances.some(({ entities }) => entities.length > 0)) return null;
  return (
    <Segmented<boolean>
      size="small"
      aria-label={t("versions.wording")}
      title={`${t("versions.wording")} (W)`}
      value={written_numbers}
      onChange={(written) => setPreferences({ written_numbers: written })}
      options={[
        { value: false, label: t("versions.verbatim") },
        { value: true, label: t("versions.written") },
      ]}
    />
  );
}

/** That numbers are masked, and the way to see them; absent where none are said. */
function Personal({ call, transcript }: { call: CallDetail; transcript: Transcript }) {
  const { t } = useTranslation();
  const count = transcript.personal.length;
  if (count === 0) return null;
  if (transcript.plain) return <Tag color="gold">{t("reveal.words_plain")}</Tag>;
  return (
    <>
      <Tag>{t("reveal.words_masked", { count })}</Tag>
      <Reveal callId={call.id} what="words" />
    </>
  );
}

function Doubtful() {
  const { t } = useTranslation();
  const { show_doubtful } = usePreferences();
  return (
    <Tooltip title={t("versions.show_doubtful_help")}>
      <Checkbox
        checked={show_doubtful}
        onChange={({ target }) => setPreferences({ show_doubtful: target.checked })}
      >
        {t("versions.show_doubtful")}
      </Checkbox>
    </Tooltip>
  );
}
