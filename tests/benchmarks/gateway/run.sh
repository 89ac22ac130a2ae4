#!/usr/bin/env bash
# The check on each call beside nginx answering a fixed 200 of the same body, both on core 0, wrk on core 1, in turn.
#   run.sh BUILD_DIR [--program keysteward-gateway --database FILE --keys FILE] [--runs N] [--seconds N] [--detail on|off]
# Prints requests per second, CPU, and the medians of the pairwise ratios for 16 and 64 connections. With --program, the real
# gateway (writing its activity to the database, as it always does) takes the place of bench_gateway_server.
set -euo pipefail

build=${1:?"the build folder"}
shift
program="" database="" keys="" runs=5 seconds=4 details="off on"
while (($#)); do
    case $1 in
    --program) program=$2 ;;
    --database) database=$2 ;;
    --keys) keys=$2 ;;
    --runs) runs=$2 ;;
    --seconds) seconds=$2 ;;
    --detail) details=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
[[ -z $program || (-n $database && -n $keys) ]] || { echo "--program needs --database and --keys" >&2; exit 2; }

work=$(mktemp -d)
started=()
cleanup() {
    exec 3>&- || true
    ((${#started[@]})) && kill "${started[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

start_nginx() {
    nginx_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >"$work/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $work/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http {
    access_log off; keepalive_requests 100000000; default_type "application/json; charset=utf-8";
    server { listen 127.0.0.1:$nginx_port; location / { return 200 '{"data":[]}'; } }
}
CONF
    taskset -c 0 nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
    nginx_pid=$!
    started+=("$nginx_pid")
}

# Sets gateway_port; the server ends when descriptor 3 closes, the real program by its signal.
start_gateway() {
    if [[ -n $program ]]; then
        taskset -c 0 "$program" serve --listen 127.0.0.1:0 --database "$database" --sample-routes >"$work/said" &
        gateway_pid=$!
    else
        keys=$work/keys
        mkfifo "$work/input"
        taskset -c 0 "$build/bin/bench_gateway_server" 10000 "$1" "$keys" <"$work/input" >"$work/said" &
        gateway_pid=$!
        exec 3>"$work/input"
        rm "$work/input"
    fi
    started+=("$gateway_pid")
    until [[ -s $work/said ]]; do
        kill -0 "$gateway_pid"
        sleep 0.1
    done
    gateway_port=$(grep -o '[0-9]*$' "$work/said" | head -1)
}

stop_gateway() {
    exec 3>&-
    [[ -z $program ]] || kill "$gateway_pid"
    wait "$gateway_pid" || true
    rm -f "$work/said"
}

cat >"$work/keys.lua" <<'LUA'
local requests, at = {}, 0
init = function(arguments)
    for key in io.lines(arguments[1]) do
        local header = #requests % 2 == 0 and { Authorization = "Bearer " .. key } or { ["x-api-key"] = key }
        requests[#requests + 1] = wrk.format("GET", "/api/v1/contacts", header)
    end
end
request = function()
    at = at % #requests + 1
    return requests[at]
end
done = function(summary, latency)
    io.write(string.format("rps %.0f p99 %d other %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
LUA

measure() { # port connections → requests per second and p99
    taskset -c 1 wrk -t1 -c"$2" -d"${seconds}s" -s "$work/keys.lua" "http://127.0.0.1:$1" -- "$keys" | grep '^rps'
}

# Microseconds of CPU that the process and its children have used: on a busy machine the honest figure.
cpu_of() {
    local total=0 pid ticks
    for pid in "$1" $(pgrep -P "$1" || true); do
        ticks=$(sed 's/.*) //' "/proc/$pid/stat" | awk '{ print $12 + $13 }')
        total=$((total + ticks))
    done
    echo $((total * 1000000 / $(getconf CLK_TCK)))
}

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

start_nginx
for detail in $details; do
    start_gateway "$detail"
    measure "$gateway_port" 64 >/dev/null # every secret seen once
    for connections in 16 64; do
        : >"$work/ratios"
        : >"$work/costs"
        for ((run = 1; run <= runs; ++run)); do
            before=$(cpu_of "$nginx_pid")
            read -r _ theirs _ their_p99 _ _ < <(measure "$nginx_port" "$connections")
            their_cpu=$(($(cpu_of "$nginx_pid") - before))
            before=$(cpu_of "$gateway_pid")
            read -r _ ours _ our_p99 _ other < <(measure "$gateway_port" "$connections")
            our_cpu=$(($(cpu_of "$gateway_pid") - before))
            ((other == 0)) || echo "  $other answers were not 200" >&2
            awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "%.3f\n", a / b }' >>"$work/ratios"
            awk -v a="$our_cpu" -v b="$ours" -v c="$their_cpu" -v d="$theirs" -v t="$seconds" \
                'BEGIN { printf "%.2f %.2f %.3f\n", (c / d) / (a / b), a / b / t, c / d / t }' >>"$work/costs"
            echo "detail $detail, $connections connections: nginx $theirs/s (p99 $their_p99 us)," \
                "gateway $ours/s (p99 $our_p99 us), ratio $(tail -1 "$work/ratios")," \
                "CPU us a request $(tail -1 "$work/costs" | awk '{ print $3 " and " $2 }')"
        done
        echo "=> detail $detail, $connections connections: median ratio $(median <"$work/ratios")," \
            "by CPU $(median <"$work/costs")"
    done
    stop_gateway
done
