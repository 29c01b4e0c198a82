/** Messages that the browser shows outside its window. */

/** `insecure`: browsers allow them only over HTTPS and on this computer itself. */
export type DesktopState = "unknown" | "allowed" | "denied" | "insecure" | "missing";

export function desktopState(): DesktopState {
  if (!window.isSecureContext) return "insecure";
  if (!("Notification" in window)) return "missing";
  if (Notification.permission === "default") return "unknown";
  return Notification.permission === "granted" ? "allowed" : "denied";
}

/** Call it from a click only: browsers hold questions nobody caused against a site. */
export async function askForDesktop(): Promise<DesktopState> {
  if (desktopState() === "unknown") await Notification.requestPermission();
  return desktopState();
}

export interface DesktopNews {
  /** Two with one tag are one message, whichever tab shows them. */
  tag: string;
  title: string;
  body: string;
  lang: string;
  onClick: () => void;
}

/** Show a message without a sound. A click brings this window forward. */
export function show({ tag, title, body, lang, onClick }: DesktopNews): Notification | null {
  try {
    const shown = new Notification(title, { tag, body, lang, silent: true });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onClick();
    };
    return shown;
  } catch {
    // Some phones have the class and refuse to make one; the bell still rings there.
    return null;
  }
}
