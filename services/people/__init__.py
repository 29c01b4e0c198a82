"""Who may see and do what: sign-in, keys, scope, audit."""
