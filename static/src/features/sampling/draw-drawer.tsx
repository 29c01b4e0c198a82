import { Alert, Button, Descriptions, Drawer, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { CopyButton } from "../../components/copy-button";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { type Draw, type PlanBody, useDraw, useRecompute } from "./queries";
import styles from "./sampling.module.css";
import { useDigest } from "./use-digest";

const LISTED = 200;
const SHORT = 8;

/** One draw: what decided it, what it chose, and whether it comes out the same again. */
export function DrawDrawer({ draw, onClose }: { draw: Draw; onClose: () => void }) {
  const { t } = useTranslation();
  const whole = useDraw(draw.id);
  return (
    <Drawer
      open
      size={640}
      title={t("sampling.draw_of", { period: draw.period, number: draw.number })}
      onClose={onClose}
    >
      <div className={styles.tab}>
        <Recompute draw={draw} />
        {whole.data ? (
          <>
            <Facts draw={draw} seed={whole.data.seed} body={whole.data.body} />
            <h2>{t("sampling.chosen_calls")}</h2>
            {whole.data.chosen.length > LISTED && (
              <p className={styles.note}>{t("sampling.first", { count: LISTED })}</p>
            )}
            <ul className={styles.chosen}>
              {whole.data.chosen.slice(0, LISTED).map(({ call_id, layers }) => (
                <li key={call_id}>
                  <Link to={`/calls/${call_id}`}>
                    {t("sampling.call", { id: call_id.slice(0, SHORT) })}
                  </Link>
                  {layers.map((place) => (
                    <LayerTag key={place} kind={whole.data.body.layers[place]?.kind} />
                  ))}
                </li>
              ))}
            </ul>
          </>
        ) : whole.error ? (
          <ProblemPanel error={whole.error} onRetry={whole.refetch} inline />
        ) : (
          <Placeholder height={240} />
        )}
      </div>
    </Drawer>
  );
}

function Recompute({ draw }: { draw: Draw }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const recompute = useRecompute(draw.id);
  const answer = recompute.data;
  return (
    <>
      <div className={styles.sentence}>
        <Button loading={recompute.isPending} onClick={() => recompute.mutate()}>
          {t("sampling.recompute")}
        </Button>
        <span className={styles.note}>{t("sampling.recompute_help")}</span>
      </div>
      {recompute.error && <ProblemPanel error={recompute.error} inline />}
      {answer && (
        <Alert
          type={answer.identical ? "success" : "error"}
          showIcon
          title={
            answer.identical
              ? t("sampling.identical", { count: Number(count(answer.chosen.length)) })
              : t("sampling.different")
          }
        />
      )}
    </>
  );
}

function Facts({ draw, seed, body }: { draw: Draw; seed: string; body: PlanBody }) {
  const { t } = useTranslation();
  const { count, dateTime } = useFormat();
  const digestOf = useDigest();
  const by_layer = numbersOf(draw.summary.by_layer);
  const left_out = numbersOf(draw.summary.left_out);
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={[
        { key: "at", label: t("sampling.drawn_at"), children: dateTime(draw.drawn_at) },
        { key: "frame", label: t("sampling.frame"), children: count(draw.frame_size) },
        {
          key: "layers",
          label: t("sampling.by_layer"),
          children: (
            <ul>
              {body.layers.map((layer, place) => (
                <li key={digestOf(layer)}>
                  {digestOf(layer)} <strong>{count(by_layer[place] ?? 0)}</strong>
                  {(left_out[place] ?? 0) > 0 && (
                    <span className={styles.note}>
                      {" "}
                      {t("sampling.left_out")} {count(left_out[place] ?? 0)}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          ),
        },
        { key: "seed", label: t("sampling.seed"), children: <Code text={seed} /> },
        { key: "sum", label: t("sampling.sum"), children: <Code text={draw.digest} /> },
      ]}
    />
  );
}

function Code({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.code}>
      <code>{text}</code>
      <CopyButton text={text} label={t("action.copy")} />
    </span>
  );
}

function LayerTag({ kind }: { kind: "event" | "risk" | "random" | undefined }) {
  const { t } = useTranslation();
  return kind ? <Tag>{t(`sampling.layer.${kind}`)}</Tag> : null;
}

/** Counts by the number of the layer; the server leaves their shape open. */
function numbersOf(counts: unknown): Record<number, number> {
  if (typeof counts !== "object" || counts === null) return {};
  return Object.fromEntries(
    Object.entries(counts).map(([place, count]) => [Number(place), Number(count)]),
  );
}
