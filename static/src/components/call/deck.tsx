import { ScissorOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Acoustics, CallDetail, Hit, Utterance } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { ClipBar } from "../clips/clip-bar";
import { ClipRange } from "../clips/clip-range";
import { firstClip } from "../clips/stretch";
import { Placeholder } from "../placeholder";
import { Controls } from "./controls";
import styles from "./deck.module.css";
import { Flags } from "./flags";
import { useMarking } from "./marking";
import { type Stretch, silences, toneOf } from "./marks";
import { type Player, usePlayer } from "./player";
import { isBeingHeard, useWaveform } from "./queries";
import { type Mark, marksOf } from "./sound-figures";
import { useSecondInUrl } from "./use-second-in-url";
import { useSoundTrouble } from "./use-sound-trouble";
import { useStretchInUrl } from "./use-stretch-in-url";
import { Waveform } from "./waveform";

interface Props {
  call: CallDetail;
  player: Player;
  hits: readonly Hit[];
  utterances: readonly Utterance[];
  /** Null when nothing was measured of the sound. */
  acoustics: Acoustics | null;
  onJump?: (step: 1 | -1) => void;
  /** More controls. */
  children?: ReactNode;
}

/** The sound: flags of the hits, one lane per channel, and the controls. Stays while scrolling. */
export function Deck(props: Props) {
  const { call, player, hits, utterances, acoustics, onJump, children } = props;
  const { t } = useTranslation();
  const waveform = useWaveform(call);
  const loaded = usePlayer(player, (it) => it.isLoaded());
  const trouble = useSoundTrouble(call, player);
  const mayClip = useCan("clips:share");
  const [clip, setClip] = useState<Stretch | null>(null);
  const asked = useStretchInUrl(player);
  useSecondInUrl(player);
  const stretch = clip ?? asked;
  const duration_s = waveform.data?.duration_s || call.recording?.duration_s || 0;

  return (
    <section className={styles.deck} aria-label={t("player.label")}>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript below is the caption */}
      <audio ref={player.attach} src={`/api/v1/calls/${call.id}/audio`} preload="metadata" />
      {trouble === "broken" && (
        <p className={styles.broken} role="alert">
          <strong>{t("player.broken")}</strong> {t("player.broken_help")}
        </p>
      )}
      {trouble && trouble !== "broken" && <p role="status">{t(`player.${trouble}`)}</p>}
      {waveform.isLoading && <Placeholder height={110} />}
      {!waveform.data && isBeingHeard(call) && (
        <p className={styles.pending}>
          {t(loaded ? "player.waveform_pending_listen" : "player.waveform_pending")}
        </p>
      )}
      {waveform.data && (
        <div className={styles.timeline}>
          <Lanes speakers={waveform.data.speakers} />
          <div className={styles.track}>
            <Flags hits={hits} duration_s={duration_s} onPlay={player.playFrom} />
            <div className={styles.wave}>
              <Shades
                utterances={utterances}
                acoustics={acoustics}
                hits={hits}
                duration_s={duration_s}
                speakers={waveform.data.speakers}
              />
              {stretch && (
                <div
                  className={styles.clip}
                  style={across(stretch, duration_s)}
                  aria-hidden="true"
                />
              )}
              <Waveform waveform={waveform.data} player={player} />
            </div>
            {clip && <ClipRange clip={clip} duration_s={duration_s} onChange={setClip} />}
          </div>
        </div>
      )}
      <Controls player={player} hits={hits} duration_s={duration_s} onJump={onJump}>
        {children}
        {mayClip && clip === null && (
          <Button
            size="small"
            icon={<ScissorOutlined />}
            disabled={duration_s <= 0}
            onClick={() => setClip(firstClip(player.time_s(), duration_s))}
          >
            {t("clips.make")}
          </Button>
        )}
      </Controls>
      {clip && (
        <ClipBar
          callId={call.id}
          clip={clip}
          duration_s={duration_s}
          player={player}
          onChange={setClip}
          onClose={() => setClip(null)}
        />
      )}
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

interface ShadesProps extends Pick<Props, "hits" | "utterances" | "acoustics"> {
  duration_s: number;
  /** Whose the lanes are, from above. */
  speakers: readonly string[];
}

/** Silences, interruptions and tones as the reader wants them, and hits, behind the waveform. */
function Shades({ utterances, acoustics, hits, duration_s, speakers }: ShadesProps) {
  const { show_marks } = usePreferences();
  const { stateOf, current } = useMarking();
  if (duration_s <= 0) return null;
  const marks = acoustics ? marksOf(acoustics) : silencesOf(utterances);
  return (
    <div aria-hidden="true">
      {show_marks &&
        marks.map((mark) => (
          <div
            key={`${mark.kind} ${mark.channel} ${mark.start_s}`}
            className={styles.mark}
            data-kind={mark.kind}
            style={{ ...across(mark, duration_s), ...laneOf(mark, speakers) }}
          />
        ))}
      {hits.map((hit) => (
        <div
          key={hit.id}
          className={styles.region}
          data-tone={toneOf(hit)}
          data-state={stateOf(hit.id) ?? undefined}
          data-current={hit.id === current || undefined}
          style={across(hit, duration_s)}
        />
      ))}
    </div>
  );
}

/** What can be said of a call whose sound was never measured. */
function silencesOf(utterances: readonly Utterance[]): Mark[] {
  return silences(utterances).map((one) => ({ ...one, kind: "silence", channel: null }));
}

function across({ start_s, end_s }: { start_s: number; end_s: number }, duration_s: number) {
  return {
    left: `${(100 * start_s) / duration_s}%`,
    width: `${(100 * (end_s - start_s)) / duration_s}%`,
  };
}

/** A mark of one speaker stands in that speaker's lane. */
function laneOf({ channel }: Mark, speakers: readonly string[]) {
  const lane = speakers.indexOf(channel ?? "");
  if (lane < 0) return {};
  return { top: `${(100 * lane) / speakers.length}%`, height: `${100 / speakers.length}%` };
}
