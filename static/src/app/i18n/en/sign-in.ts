import type { SameKeys } from "../same-keys";
import type { signIn as zh } from "../zh-CN/sign-in";

/** Signing in, and what is asked on the way. */
export const signIn: SameKeys<typeof zh> = {
  entering: {
    with: "Sign in with {{name}}",
    or: "or with a password",
    admins_only: "Passwords are for administrators only",
    back: "Back to the sign-in",
    code: "Code",
    code_hint: "Six digits from your authenticator app",
    recovery_code: "Recovery code",
    recovery_hint: "16 letters; each code works once",
    use_recovery: "No phone at hand? Use a recovery code",
    use_app: "Use the authenticator app",
    code_missing: "Enter the code",
    code_refused: "This code is wrong, too old, or was used already",
    second_factor: "Second factor",
    second_factor_help: "Account {{login}}",
    change_password: "Choose your password",
    change_password_help: "A one-time password works once. Choose one of your own for {{login}}.",
    enrol: "Set up a second factor",
    enrol_help:
      "Your role needs an authenticator app. Scan the code with it, then enter what it shows.",
    continue: "Continue",
    over: "This sign-in took too long. Please start again",
    failed: {
      no_account: "You have no account here. Ask an administrator",
      no_role: "None of your groups has a role here. Ask an administrator",
      no_login: "The identity provider does not tell your login. Ask an administrator",
      account_stopped: "Your account is not active. Ask an administrator",
      account_not_linked: "Somebody here has your login. Ask an administrator to link accounts",
      provider_refused: "The identity provider did not sign you in",
      provider_silent: "The identity provider does not answer. Try again later",
      id_token_bad: "What the identity provider sent is not valid",
      sign_in_over: "This sign-in took too long. Please start again",
      other: "Signing in did not work. Try again, or ask an administrator",
    },
  },
  password: {
    new: "New password",
    again: "Once more",
    differs: "The two are not the same",
    length: "At least {{count}} characters",
    trouble: {
      short: "This password is too short",
      long: "This password is too long",
      common: "This password is too easy to guess. Choose another",
      personal: "Leave out the login, the name and the company's name",
      same: "This is the password you have",
      wrong: "This is not your password",
    },
  },
  factor: {
    scan: "Scan with your authenticator app",
    qr: "QR code for the authenticator app",
    or_type: "Or type this key",
    confirm: "Confirm",
    codes_title: "Keep your recovery codes",
    codes_help:
      "If you lose your phone, each of these stands in for one code. They are not shown again.",
    codes_saved: "I have kept them",
    copy_codes: "Copy all recovery codes",
    copy_secret: "Copy key",
    download: "Download",
  },
};
