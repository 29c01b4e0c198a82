import { useMutation } from "@tanstack/react-query";
import { Button, Empty, Upload } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import { api, ask } from "../../lib/api";
import { useCan } from "../../lib/session";
import { useAddVersion } from "./queries";
import { ruleFrom } from "./rule-templates";
import type { Body } from "./types";

/** A card without versions: write the first rule, or bring a file. */
export function FirstDraft({ cardId }: { cardId: string }) {
  const { t } = useTranslation();
  const mayWrite = useCan("scorecards:write");
  const navigate = useNavigate();
  const add = useAddVersion(cardId);
  const bring = useImport(cardId);
  const open = ({ number }: { number: number }) => navigate(`/scorecards/${cardId}/edit/${number}`);
  const failed = add.error ?? bring.error;
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("scorecards.no_versions")}>
      {mayWrite && (
        <>
          <Button
            type="primary"
            loading={add.isPending}
            onClick={() => add.mutateAsync(firstBody(t)).then(open, () => undefined)}
          >
            {t("scorecards.write_first")}
          </Button>{" "}
          <Upload
            accept=".yaml,.yml,.json,text/yaml"
            showUploadList={false}
            beforeUpload={async (file) => {
              bring.mutate(await file.text(), { onSuccess: open });
              return false;
            }}
          >
            <Button loading={bring.isPending}>{t("scorecards.yaml_open")}</Button>
          </Upload>
        </>
      )}
      {failed && <ProblemPanel error={failed} inline />}
    </Empty>
  );
}

function useImport(scorecard_id: string) {
  return useMutation({
    mutationFn: (text: string) =>
      ask(
        api.POST("/api/v1/scorecards/{scorecard_id}/versions/yaml", {
          params: { path: { scorecard_id } },
          body: text as never,
          bodySerializer: (body: unknown) => body as string,
          headers: { "Content-Type": "text/yaml" },
        }),
      ),
  });
}

/** A card needs a rule: a greeting, which every call has. */
function firstBody(t: Parameters<typeof ruleFrom>[2]): Body {
  const rule = ruleFrom("say", "rule_1", t);
  const phrases = t("scorecards.greeting_example").split("|");
  return {
    pass_score: 60,
    doubtful: "not_measurable",
    weights: "points",
    sections: [],
    grades: [],
    most_added: null,
    most_deducted: null,
    rules: [
      {
        ...rule,
        name: t("scorecards.greeting"),
        ...(rule.condition?.type === "said" && { condition: { ...rule.condition, phrases } }),
      },
    ],
  };
}
