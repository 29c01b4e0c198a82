/** Why a sign-in by an identity provider did not work, of those we have words for. */
const KNOWN = [
  "no_account",
  "no_role",
  "no_login",
  "account_stopped",
  "account_not_linked",
  "provider_refused",
  "provider_silent",
  "id_token_bad",
  "sign_in_over",
] as const;

export type Failure = (typeof KNOWN)[number] | "other";

/** `kind` is a problem's kind as the server puts it into the address. */
export function failureOf(kind: string): Failure {
  return KNOWN.find((one) => one === kind.replaceAll("-", "_")) ?? "other";
}
