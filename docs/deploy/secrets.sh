#!/bin/sh
# Makes what compose.yaml needs to know and nobody else should, once, in docs/deploy/secrets.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets && cd secrets
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

if [ ! -e database_password ]; then
    random > database_password
    printf 'postgresql://earshot:%s@database/earshot' "$(cat database_password)" > earshot_database_url
fi
if [ ! -e master_key ]; then
    head -c 32 /dev/urandom | base64 > master_key
fi
if [ ! -e s3.json ]; then
    secret="$(random)"
    printf 'AWS_ACCESS_KEY_ID=earshot\nAWS_SECRET_ACCESS_KEY=%s\n' "$secret" > storage.env
    cat > s3.json <<JSON
{"identities": [{"name": "earshot", "actions": ["Admin", "Read", "Write", "List"],
  "credentials": [{"accessKey": "earshot", "secretKey": "$secret"}]}]}
JSON
fi
# Containers run as other users; who is not in this folder's way gets to none of them.
chmod 700 . && chmod 444 earshot_database_url database_password master_key s3.json
echo "Keep a copy of docs/deploy/secrets/master_key elsewhere: without it recordings are lost."
