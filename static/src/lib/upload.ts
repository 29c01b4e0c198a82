/** Sending a file with progress, which fetch cannot report. */
import { ProblemError, problemFrom, unreachable } from "./problem";

export interface Upload<Result> {
  result: Promise<Result>;
  cancel(): void;
}

/** Send `file` as the raw body. `result` rejects with `ProblemError`, or `AbortError` when cancelled. */
export function sendFile<Result>(
  method: "PUT" | "POST",
  url: string,
  file: File,
  onProgress: (sent_bytes: number) => void,
): Upload<Result> {
  const request = new XMLHttpRequest();
  const result = new Promise<Result>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => reject(unreachable("upload"));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as Result);
      else reject(new ProblemError(problemFrom(request.status, body)));
    };
  });
  request.open(method, url);
  request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  request.setRequestHeader("Accept", "application/json");
  request.send(file);
  return { result, cancel: () => request.abort() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
