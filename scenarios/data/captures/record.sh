#!/bin/sh
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# Records web-dns-bulk.pcap anew: real programs in two network namespaces joined by a veth pair.
#
#   sudo ./record.sh OUTPUT.pcap
#
# Debian packages: iproute2 ethtool tcpdump tshark wireshark-common nginx-light
#   libnginx-mod-http-headers-more-filter curl dnsmasq-base bind9-dnsutils
#
# A recording never repeats bit for bit (the kernel chooses ports, sequence numbers and instants), so a
# new one has other counts than README.md states and is another input to every scenario that replays it.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 OUTPUT.pcap" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "$0: needs root, for network namespaces" >&2; exit 2; }
output=$1
work=$(mktemp -d)
client=capture-client-$$
server=capture-server-$$
started=

finish()
{
    for process in $started; do kill "$process" 2>/dev/null || true; done
    ip netns del "$client" 2>/dev/null || true
    ip netns del "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# --- two hosts and a wire, shaped to 100 Mb/s each way ----------------------------------------------
for name in "$client" "$server"; do
    ip netns add "$name"
    ip netns exec "$name" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n "$client" link add eth0 address 02:00:00:00:00:01 type veth \
    peer name eth0 address 02:00:00:00:00:02 netns "$server"
attach()
{
    # Offloads off: otherwise the recording holds segments of up to 64 kB and unfinished checksums.
    ip netns exec "$1" ethtool -K eth0 tso off gso off gro off tx off rx off sg off >/dev/null
    ip -n "$1" address add "$2/24" dev eth0
    ip -n "$1" link set eth0 mtu 1500 up
    ip -n "$1" link set lo up
    ip netns exec "$1" tc qdisc add dev eth0 root tbf rate 100mbit burst 1600 latency 100ms
}
attach "$client" 10.0.0.1
attach "$server" 10.0.0.2

# --- content: synthetic text, time stamps at the epoch -----------------------------------------------
text() # bytes, label
{
    awk -v label="$2" 'BEGIN { for (i = 1; i < 20000; ++i) printf "%s line %06d of synthetic text\n", label, i }' |
        head -c "$1"
}
site=$work/site
mkdir -p "$site/upload" "$work/temp"
{ echo '<html><link href="style.css"><script src="code.js"></script><img src="picture.txt">'; text 9000 page; } \
    >"$site/index.html"
text 4000 style >"$site/style.css"
text 22000 code >"$site/code.js"
text 31000 picture >"$site/picture.txt"
text 300000 download >"$site/download.txt"
text 100000 upload >"$work/upload.txt"
touch -d @0 "$site"/*
chmod -R a+rwX "$work"

# --- servers -----------------------------------------------------------------------------------------
cat >"$work/nginx.conf" <<CONF
load_module /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;
daemon off;
worker_processes 1;
user root;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 64; }
http {
    access_log off;
    server_tokens off;
    etag off;
    client_max_body_size 1m;
    client_body_temp_path $work/temp;
    proxy_temp_path $work/temp; fastcgi_temp_path $work/temp;
    uwsgi_temp_path $work/temp; scgi_temp_path $work/temp;
    more_set_headers "Server: web" "Date: Thu, 01 Jan 1970 00:00:00 GMT";
    server {
        listen 10.0.0.2:80;
        root $site;
        location /upload/ { dav_methods PUT; }
    }
}
CONF
ip netns exec "$server" nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
started="$started $!"
ip netns exec "$server" dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root \
    --no-resolv --no-hosts --log-facility=/dev/null --bind-interfaces --listen-address=10.0.0.2 \
    --local=/example.test/ --host-record=www.example.test,10.0.0.2 \
    --txt-record=text.example.test,"$(text 200 record | tr '\n' ' ')" &
started="$started $!"

# --- the recording, on the client's side ---------------------------------------------------------------
ip netns exec "$client" tcpdump -i eth0 -w "$work/raw.pcap" -s 0 -B 4096 --immediate-mode \
    --time-stamp-precision=nano -U 2>"$work/tcpdump.log" &
recorder=$!
started="$started $recorder"
sleep 1

on_client() { ip netns exec "$client" "$@" >/dev/null; }
ask() { on_client dig @10.0.0.2 +nocookie +tries=1 "$@"; }
fetch() { on_client curl --silent --no-progress-meter --fail --user-agent client --noproxy '*' "$@"; }

ask www.example.test A
ask www.example.test AAAA
fetch http://10.0.0.2/index.html
fetch --parallel --parallel-immediate http://10.0.0.2/style.css http://10.0.0.2/code.js http://10.0.0.2/picture.txt
ask text.example.test TXT
ask missing.example.test A
fetch http://10.0.0.2/download.txt
fetch --header 'Expect:' --upload-file "$work/upload.txt" http://10.0.0.2/upload/upload.txt

sleep 1
kill -INT "$recorder"
wait "$recorder" || true

# --- the clock of the recording starts at 0 -------------------------------------------------------------
first=$(tshark -r "$work/raw.pcap" -c 1 -T fields -e frame.time_epoch 2>/dev/null)
editcap -F nsecpcap -t "-$first" "$work/raw.pcap" "$work/shifted.pcap"
cp "$work/shifted.pcap" "$output"
capinfos -c -s -d -u "$output"
