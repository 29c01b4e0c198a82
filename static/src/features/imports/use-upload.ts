import { useEffect, useRef, useState } from "react";

import type { Import } from "../../lib/api";
import { sendFile, type Upload } from "../../lib/upload";

export interface Sending {
  file: File;
  sent_bytes: number;
}

/** Sends a file to be imported, with progress and a way to stop. */
export function useUpload(onDone: (one: Import) => void) {
  const upload = useRef<Upload<Import>>(undefined);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => () => upload.current?.cancel(), []);

  async function start(source: string, file: File) {
    setError(null);
    setSending({ file, sent_bytes: 0 });
    const query = new URLSearchParams({ source, file_name: file.name });
    upload.current = sendFile<Import>("POST", `/api/v1/imports?${query}`, file, (sent_bytes) =>
      setSending({ file, sent_bytes }),
    );
    try {
      onDone(await upload.current.result);
    } catch (failure) {
      if (!isCancelled(failure)) setError(failure);
      setSending(null);
    }
  }

  return { sending, error, start, cancel: () => upload.current?.cancel() };
}

function isCancelled(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}
