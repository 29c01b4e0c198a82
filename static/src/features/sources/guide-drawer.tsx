import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

import { CopyButton } from "../../components/copy-button";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useWords } from "../../lib/words";
import styles from "./guide.module.css";
import { readGuide } from "./guides";

interface Props {
  dialer: string;
  onClose: () => void;
}

/** How to connect a dialer, as the documentation tells it. */
export default function GuideDrawer({ dialer, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const word = useWords();
  const guide = useQuery({
    queryKey: ["guide", dialer],
    queryFn: () => readGuide(dialer),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Drawer
      open
      size={760}
      title={t("sources.guide_for", { name: word("dialer", dialer) })}
      onClose={onClose}
    >
      {i18n.language !== "en" && <p className={styles.note}>{t("sources.guide_english")}</p>}
      {guide.isPending && <Placeholder height={400} />}
      {guide.isError && <ProblemPanel error={guide.error} onRetry={guide.refetch} inline />}
      {guide.data && (
        <article className={styles.guide} lang="en">
          <Markdown remarkPlugins={[remarkGfm]} components={COMPONENTS}>
            {guide.data}
          </Markdown>
        </article>
      )}
    </Drawer>
  );
}

/** Other pages of the documentation are not part of the client: their links are only words. */
const COMPONENTS: Components = {
  a: ({ href, children }) =>
    href?.startsWith("http") ? (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  pre: ({ children }) => <Code>{children}</Code>,
  table: ({ children }) => (
    <div className={styles.scroll}>
      <table>{children}</table>
    </div>
  ),
};

function Code({ children }: { children?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.code}>
      <pre>{children}</pre>
      <CopyButton text={textOf(children)} label={t("action.copy")} />
    </div>
  );
}

function textOf(node: unknown): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (typeof node !== "object" || node === null || !("props" in node)) return "";
  const { props } = node;
  return typeof props === "object" && props && "children" in props ? textOf(props.children) : "";
}
