import { Empty, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { ClipCard } from "../../components/clips/clip-card";
import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { ClipActs } from "./clip-acts";
import styles from "./clips-page.module.css";
import { KINDS, kindOf, useClips } from "./queries";

/** Stretches of calls that people learn from: the library, and what is shared with one. */
export default function ClipsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const q = params.get("q") ?? "";
  const kind = kindOf(params.get("kind"));
  const clips = useClips({ q, kind, cursor: params.get("cursor") });

  function filter(name: "q" | "kind", value: string) {
    const wanted = new URLSearchParams(params);
    wanted.delete("cursor");
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    setParams(wanted);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("clips.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("clips.title")}</h1>
        <Input.Search
          className={styles.search ?? ""}
          allowClear
          defaultValue={q}
          maxLength={200}
          aria-label={t("clips.search")}
          placeholder={t("clips.search")}
          onSearch={(typed) => filter("q", typed.trim())}
        />
        <Select
          className={styles.kind ?? ""}
          aria-label={t("clips.kind")}
          value={kind ?? ""}
          onChange={(wanted) => filter("kind", wanted)}
          options={[
            { value: "", label: t("clips.all_kinds") },
            ...KINDS.map((value) => ({ value, label: t(`clips.kinds.${value}`) })),
          ]}
        />
      </header>
      {clips.data ? (
        <>
          {clips.data.items.length === 0 && <Nothing filtered={q !== "" || kind !== null} />}
          <ul className={styles.clips}>
            {clips.data.items.map((clip) => (
              <li key={clip.id}>
                <ClipCard clip={clip}>{clip.may_change && <ClipActs clip={clip} />}</ClipCard>
              </li>
            ))}
          </ul>
          <Pager
            next={clips.data.next ?? null}
            label={t("clips.title")}
            shown={t("clips.shown", { count: clips.data.items.length })}
          />
        </>
      ) : clips.isError ? (
        <ProblemPanel error={clips.error} onRetry={clips.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  const mayMake = useCan("clips:share");
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        filtered ? t("clips.empty_search") : mayMake ? t("clips.empty") : t("clips.empty_agent")
      }
    >
      {!filtered && mayMake && <p className={styles.note}>{t("clips.empty_help")}</p>}
    </Empty>
  );
}
