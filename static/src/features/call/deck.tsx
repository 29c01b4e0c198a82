import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import type { CallDetail, Hit, Utterance } from "../../lib/api";
import { Controls } from "./controls";
import styles from "./deck.module.css";
import { Flags } from "./flags";
import { silences, toneOf } from "./marks";
import { type Player, usePlayer } from "./player";
import { isBeingHeard, useWaveform } from "./queries";
import { useSecondInUrl } from "./use-second-in-url";
import { Waveform } from "./waveform";

interface Props {
  call: CallDetail;
  player: Player;
  hits: readonly Hit[];
  utterances: readonly Utterance[];
}

/** The sound: flags of the hits, one lane per channel, and the controls. Stays while scrolling. */
export function Deck({ call, player, hits, utterances }: Props) {
  const { t } = useTranslation();
  const waveform = useWaveform(call);
  const failed = usePlayer(player, (it) => it.hasFailed());
  useSecondInUrl(player);
  const duration_s = waveform.data?.duration_s || call.recording?.duration_s || 0;

  return (
    <section className={styles.deck} aria-label={t("player.label")}>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript below is the caption */}
      <audio ref={player.attach} src={`/api/v1/calls/${call.id}/audio`} preload="metadata" />
      {failed && (
        <p className={styles.broken} role="alert">
          <strong>{t("player.broken")}</strong> {t("player.broken_help")}
        </p>
      )}
      {waveform.isLoading && <Placeholder height={110} />}
      {!waveform.data && isBeingHeard(call) && (
        <p className={styles.pending}>{t("player.waveform_pending")}</p>
      )}
      {waveform.data && (
        <div className={styles.timeline}>
          <Lanes speakers={waveform.data.speakers} />
          <div className={styles.track}>
            <Flags hits={hits} duration_s={duration_s} onPlay={player.playFrom} />
            <div className={styles.wave}>
              <Shades utterances={utterances} hits={hits} duration_s={duration_s} />
              <Waveform waveform={waveform.data} player={player} />
            </div>
          </div>
        </div>
      )}
      <Controls player={player} hits={hits} duration_s={duration_s} />
    </section>
  );
}

function Lanes({ speakers }: { speakers: readonly string[] }) {
  const { t } = useTranslation();
  const name = (speaker: string) => {
    if (speaker === "agent") return t("call.speaker_agent");
    return speaker === "customer" ? t("call.speaker_customer") : t("call.speaker_mixed");
  };
  return (
    <ul className={styles.lanes}>
      {speakers.map((speaker) => (
        <li key={speaker}>{name(speaker)}</li>
      ))}
    </ul>
  );
}

/** Silences in grey and hits in their colours, behind the waveform. */
function Shades({
  utterances,
  hits,
  duration_s,
}: Omit<Props, "call" | "player"> & { duration_s: number }) {
  if (duration_s <= 0) return null;
  const place = (start_s: number, end_s: number) => ({
    left: `${(100 * start_s) / duration_s}%`,
    width: `${(100 * (end_s - start_s)) / duration_s}%`,
  });
  return (
    <div aria-hidden="true">
      {silences(utterances).map(({ start_s, end_s }) => (
        <div key={start_s} className={styles.silence} style={place(start_s, end_s)} />
      ))}
      {hits.map((hit) => (
        <div
          key={hit.id}
          className={styles.region}
          data-tone={toneOf(hit)}
          style={place(hit.start_s, hit.end_s)}
        />
      ))}
    </div>
  );
}
