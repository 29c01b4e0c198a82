import type { FormInstance } from "antd";
import { useState } from "react";

import { useProblemSentence } from "../../components/problem-panel";
import { isOfField } from "../../lib/problem";

/** Sends a form; what the server refuses stands at its field, or is returned as `refused`. */
export function useSubmit(form: FormInstance, fields: readonly string[]) {
  const sentenceOf = useProblemSentence();
  const [refused, setRefused] = useState<unknown>(null);

  async function submit(send: () => Promise<void>) {
    setRefused(null);
    try {
      await send();
    } catch (error) {
      const field = fields.find((one) => isOfField(error, one));
      if (field) form.setFields([{ name: field, errors: [sentenceOf(error)] }]);
      else setRefused(error);
    }
  }

  return { submit, refused };
}
