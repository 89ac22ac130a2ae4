#!/bin/bash
# The README's nginx in front of the real gateway and a small API, on loopback: nginx.sh README.md PATH/keysteward-gateway
set -euo pipefail
readme=$1 program=$2
PATH=$PATH:/usr/sbin # nginx's home, which people other than root do not have there
work=$(mktemp -d)
chmod 711 "$work" # nginx's workers, which are nobody where root starts them, keep bodies in a folder of it
started=()
finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "nginx.sh: $1" >&2
    cat "$work/answer" "$work/error.log" >&2 || true
    exit 1
}

free_ports() {
    python3 -c 'import socket
held = [socket.socket() for _ in range(3)]
for s in held: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))'
}

start_gateway() {
    local database=sqlite:$work/keys.sqlite
    "$program" user add ann@example.org --database "$database" <<<"a long enough password" >/dev/null
    "$program" organization add Example --owner ann@example.org --profile generic --database "$database" >/dev/null
    "$program" serve --behind-proxy --host keys.example.org --listen "127.0.0.1:$gateway_port" --database "$database" \
        >"$work/gateway.out" &
    gateway_pid=$!
    started+=("$gateway_pid")
    for _ in $(seq 200); do
        grep -q listening "$work/gateway.out" && return
        kill -0 "$gateway_pid" || fail "the gateway did not start"
        sleep 0.05
    done
    fail "the gateway does not listen"
}

# What the README shows, with this test's ports and certificate.
start_nginx() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=keys.example.org \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    awk '/^```nginx$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$readme" |
        sed -e "s/127\.0\.0\.1:8470/127.0.0.1:$gateway_port/" -e "s/listen 443 ssl/listen 127.0.0.1:$tls_port ssl/" \
            -e "s#/etc/keysteward/#$work/#" -e "s#http://your-api#http://127.0.0.1:$api_port#" >"$work/readme.conf"
    grep -q auth_request "$work/readme.conf" || fail "the README shows no nginx"
    cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http {
    access_log off;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    include $work/readme.conf;
    server { listen 127.0.0.1:$api_port; location / { return 200 "\$request_method \$uri for \$http_x_keysteward_key\n"; } }
}
CONF
    nginx -p "$work" -c "$work/nginx.conf" 2>"$work/nginx.err" &
    nginx_pid=$!
    started+=("$nginx_pid")
    curl -s --retry 50 --retry-delay 0 --retry-max-time 10 --retry-connrefused -o /dev/null "http://127.0.0.1:$api_port/" ||
        { cat "$work/nginx.err" >&2; fail "nginx did not start"; }
}

# Asks, keeps the answer's head and body in $work/answer and prints the status.
ask() {
    local host=$1 path=$2
    shift 2
    curl -sk --connect-to "$host:443:127.0.0.1:$tls_port" -D "$work/head" -o "$work/body.txt" -w '%{http_code}' \
        "https://$host$path" "$@" || true
    cat "$work/head" "$work/body.txt" >"$work/answer" 2>/dev/null || true
}

expect() {
    local what=$1 wanted=$2 status=$3
    [ "$status" = "$wanted" ] || fail "$what: $status instead of $wanted"
}

expect_line() {
    [ "$(grep -ci "$2" "$work/answer")" = 1 ] || fail "$1: not once in the answer: $2"
}

# "data.0.id" of the JSON on standard input.
member() {
    python3 -c 'import json, sys
value = json.load(sys.stdin)
for name in sys.argv[1].split("."):
    value = value[int(name) if name.isdigit() else name]
print(value)' "$1"
}

new_key() {
    local body="{\"name\":\"$1\",\"scopes\":[\"$2\"],\"expires_at\":null}"
    expect "a key" 201 "$(ask keys.example.org "/api/v1/organizations/$organization/keys" -b "$work/jar" \
        -H 'Content-Type: application/json' -H "Idempotency-Key: $(openssl rand -hex 16)" -d "$body")"
    secret=$(member secret <"$work/body.txt")
    key=$(member key.id <"$work/body.txt")
}

read -r gateway_port tls_port api_port <<<"$(free_ports)"
start_gateway
start_nginx

# People, through nginx.
expect "the gateway by its name" 200 "$(ask keys.example.org /api/v1/server)"
expect "another name" 403 "$(ask keys.example.org /api/v1/server -H 'Host: evil.example')"
expect_line "another name" ORIGIN_REFUSED
expect "past the proxy" 403 "$(curl -s -o "$work/answer" -w '%{http_code}' "http://127.0.0.1:$gateway_port/api/v1/server")"
expect_line "past the proxy" HTTPS_REQUIRED
expect "sign-in" 200 "$(ask keys.example.org /api/v1/session -c "$work/jar" -H 'Content-Type: application/json' \
    -H 'Origin: https://keys.example.org' -d '{"email":"ann@example.org","password":"a long enough password"}')"
expect_line "sign-in" '^set-cookie:.*; Secure'
expect "organizations" 200 "$(ask keys.example.org /api/v1/organizations -b "$work/jar")"
organization=$(member data.0.id <"$work/body.txt")

# Code, at the API that nginx guards.
new_key Writer contacts:write
head -c 100000 /dev/zero | tr '\0' x >"$work/large"
expect "a large body" 200 "$(ask api.example.org /api/v1/contacts -H "Authorization: Bearer $secret" \
    --data-binary "@$work/large")"
new_key Reader contacts:read
bearer="Authorization: Bearer $secret"
expect "a right key" 200 "$(ask api.example.org '/api/v1/contacts?page=1' -H "$bearer" -H 'X-Keysteward-Key: forged')"
expect_line "a right key" "^GET /api/v1/contacts for $key$"
expect "no key" 401 "$(ask api.example.org /api/v1/contacts)"
expect_line "no key" '^www-authenticate: Bearer'
expect "a scope that is missing" 403 "$(ask api.example.org /api/v1/contacts -X POST -H "$bearer")"
expect_line "a scope that is missing" '^www-authenticate: Bearer error="insufficient_scope", scope="contacts:write"'
expect "a forged call" 403 "$(ask api.example.org /api/v1/contacts -X POST -H "$bearer" -H 'X-Original-Method: GET' \
    -H 'X-Forwarded-Method: GET' -H 'X-Forwarded-Uri: /api/v1/contacts')"
expect "the inner address" 404 "$(ask api.example.org /_keysteward -H "$bearer")"
expect "two credentials" 400 "$(ask api.example.org /api/v1/contacts -H "$bearer" -H 'x-api-key: another')"
for _ in $(seq 100); do
    status=$(ask api.example.org /api/v1/contacts -H "$bearer")
    [ "$status" = 200 ] || break
done
expect "too many calls" 429 "$status"
expect_line "too many calls" '^retry-after: [0-9]'

kill "$gateway_pid"
wait "$gateway_pid" || fail "the gateway did not end well"
expect "without the gateway" 503 "$(ask api.example.org /api/v1/contacts -H "$bearer")"
echo "nginx: all as the README says"
