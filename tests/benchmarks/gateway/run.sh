#!/usr/bin/env bash
# The check on each call, served by the program itself with its activity writer, beside nginx answering a fixed 200 of the
# same body: both on core 0, wrk on core 1, in turn.
#   run.sh BUILD_DIR [--runs N] [--seconds N] [--keys N] [--detail "off on"] [--connections "16 64"] [--pace "10000"]
#          [--program FILE]
# Prints each run, and minimum, median and maximum of rates, CPU a request and pairwise ratios. With detail on, what counts
# is what stands in the database when wrk stops, and the CPU until the rest is written, too. In the end every answered call
# must be counted: with --runs 1 --seconds 60 that is a minute at full load. Then how long an answer takes at a fixed pace
# (so many calls a second over 16 connections, sent when they are due whether others wait or not): with --connections ""
# only that, with --pace "" all but that.
set -euo pipefail

build=${1:?"the build folder"}
shift
program=$build/bin/keysteward-gateway runs=5 seconds=4 keys=10000 details="off on" connections="16 64" paces=10000
while (($#)); do
    case $1 in
    --program) program=$2 ;;
    --keys) keys=$2 ;;
    --runs) runs=$2 ;;
    --seconds) seconds=$2 ;;
    --detail) details=$2 ;;
    --connections) connections=$2 ;;
    --pace) paces=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done

work=$(mktemp -d)
started=()
cleanup() {
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

start_gateway() { # off|on
    local quiet=()
    [[ $1 == on ]] || quiet=(--no-event-detail)
    : >"$work/said"
    cp "$work/seed.db" "$work/gateway.db"
    cp "$work/seed.db.pepper" "$work/gateway.db.pepper"
    taskset -c 0 "$program" serve --listen 127.0.0.1:0 --database "sqlite:$work/gateway.db" --io-threads 1 \
        --sample-routes "${quiet[@]}" >"$work/said" 2>"$work/warned" &
    gateway_pid=$!
    started+=("$gateway_pid")
    until gateway_port=$(grep -o '[0-9]*$' "$work/said" | head -1) && [[ -n $gateway_port ]]; do
        kill -0 "$gateway_pid"
        sleep 0.1
    done
}

stop_gateway() {
    local counted
    kill "$gateway_pid"
    wait "$gateway_pid" || true
    counted=$(number "SELECT SUM(ok + unauthorized + forbidden + limited + other) FROM hourly_counts WHERE key > 0")
    echo "=> $counted calls counted, $asked answered, at most $unheard more that wrk did not wait for;" \
        "$(number "SELECT COUNT(*) FROM events WHERE actor_kind IS NULL") with details"
    ((counted >= asked && counted <= asked + unheard)) || { echo "  the counts are wrong" >&2; failed=1; }
    rm -f "$work"/said "$work"/gateway.db*
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
    io.write(string.format("told %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
        summary.errors.status + summary.errors.read + summary.errors.timeout))
end
LUA

measure() { # port connections → requests, microseconds, p99, other answers
    taskset -c 1 wrk -t1 -c"$2" -d"${seconds}s" -s "$work/keys.lua" "http://127.0.0.1:$1" -- "$work/keys" |
        sed -n 's/^told //p'
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

number() { # SQL
    python3 - "$work/gateway.db" "$1" <<'PYTHON'
import sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as database:
    print(database.execute(sys.argv[2]).fetchone()[0])
PYTHON
}

written() { number "SELECT last_event FROM activity_marks"; }

drained() { # how many there must be
    for ((try = 0; try < 150; ++try)); do
        (($(written) >= $1)) && return
        sleep 0.2
    done
    echo "  $(($1 - $(written))) events were never written" >&2
}

spread() { sort -g | awk '{ v[NR] = $1 } END { printf "%s / %s / %s", v[1], v[int((NR + 1) / 2)], v[NR] }'; }

took_part() { # requests connections
    asked=$((asked + $1)) unheard=$((unheard + $2))
}

# Appends to the file of results: nginx's rate and CPU, the gateway's, the two ratios.
one_round() { # detail connections
    local before theirs their_time their_p99 their_cpu ours our_time our_p99 our_cpu other first=0 done
    before=$(cpu_of "$nginx_pid")
    read -r theirs their_time their_p99 _ < <(measure "$nginx_port" "$2")
    their_cpu=$(($(cpu_of "$nginx_pid") - before))
    [[ $1 == off ]] || first=$(written)
    before=$(cpu_of "$gateway_pid")
    read -r ours our_time our_p99 other < <(measure "$gateway_port" "$2")
    done=$ours
    took_part "$ours" "$2"
    if [[ $1 == on ]]; then
        done=$(($(written) - first))
        ((done <= ours)) || done=$ours # those that wrk did not wait for
        drained $((first + ours))
    fi
    our_cpu=$(($(cpu_of "$gateway_pid") - before))
    ((other == 0)) || echo "  $other answers were not 200" >&2
    awk -v a="$theirs" -v t="$their_time" -v c="$their_cpu" -v o="$ours" -v d="$done" -v u="$our_time" -v e="$our_cpu" \
        'BEGIN { printf "%.0f %.3f %.0f %.3f %.3f %.3f\n", a / t * 1e6, c / a, d / u * 1e6, e / o,
                 (d / u) / (a / t), (c / a) / (e / o) }' >>"$work/results"
    tail -1 "$work/results" | { read -r a b c d e _; echo "detail $1, $2 connections: nginx $a/s, p99 $their_p99 us," \
        "CPU $b us; gateway $c/s, p99 $our_p99 us, CPU $d us; ratio $e; load $(cut -d' ' -f1 /proc/loadavg)"; }
}

paced() { # port pace → answers, percentiles 50, 99 and 99.9, the worst, other answers
    taskset -c 1 "$build/bin/bench_gateway_pace" "$1" "$work/keys" "$2" "$seconds" 16
}

# Appends to the file of results: nginx's percentiles, the gateway's, the ratio of the 99th.
one_paced_round() { # detail pace
    local theirs ours their_50 their_99 their_999 our_50 our_99 our_999 other
    read -r theirs their_50 their_99 their_999 _ < <(paced "$nginx_port" "$2")
    read -r ours our_50 our_99 our_999 _ other < <(paced "$gateway_port" "$2")
    took_part "$ours" 0
    ((theirs == $2 * seconds && ours == theirs && other == 0)) || { echo "  answers are missing or not 200" >&2; failed=1; }
    echo "$their_50 $their_99 $their_999 $our_50 $our_99 $our_999" |
        awk '{ print $0, $5 / $2 }' >>"$work/results"
    echo "detail $1, $2/s: 50th, 99th, 99.9th percentile: nginx $their_50, $their_99, $their_999 us;" \
        "gateway $our_50, $our_99, $our_999 us; load $(cut -d' ' -f1 /proc/loadavg)"
}

columns() { # name…: of the columns of the results
    local column=0 name
    for name in "$@"; do
        ((++column))
        echo "   $name: $(awk -v c=$column '{ print $c }' "$work/results" | spread)"
    done
}

"$build/bin/bench_gateway_seed" "$work/seed.db" "$keys" "$work/keys"
start_nginx
failed=0
for detail in $details; do
    start_gateway "$detail"
    asked=0 unheard=0
    took_part "$(measure "$gateway_port" 64 | cut -d' ' -f1)" 64 # every secret seen once
    for number in $connections; do
        : >"$work/results"
        for ((run = 1; run <= runs; ++run)); do
            one_round "$detail" "$number"
        done
        echo "=> detail $detail, $number connections, min / median / max:"
        columns "nginx requests/s" "nginx CPU us a request" "gateway requests/s" "gateway CPU us a request" \
            "ratio of rates" "ratio by CPU"
    done
    for pace in $paces; do
        : >"$work/results"
        for ((run = 1; run <= runs; ++run)); do
            one_paced_round "$detail" "$pace"
        done
        echo "=> detail $detail, $pace requests/s, min / median / max:"
        columns "nginx 50th percentile us" "nginx 99th" "nginx 99.9th" "gateway 50th percentile us" "gateway 99th" \
            "gateway 99.9th" "ratio of the 99th"
    done
    stop_gateway
done
exit "$failed"
