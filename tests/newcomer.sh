#!/usr/bin/env bash
# What somebody does who has a bare Debian 12, git and root: clones this repository and gives one command of the README.
#
#   tests/newcomer.sh DIRECTORY [COMMAND…]    COMMAND is ./dev test when none is given
#
# Makes a minimal Debian 12 in DIRECTORY when nothing is there yet (debootstrap; as root), clones the last commit into
# it and runs the command with an empty environment and no standard input. `run` as the command starts ./dev run, waits
# until everybody is in the lobby, and interrupts it. Prints how long it took and how many packages that installed.
# Behind a proxy with an authority of its own: NODE_EXTRA_CA_CERTS names its certificates.
set -euo pipefail
# What is mounted goes with the script.
[[ ${MOUNTS:-} == own ]] || MOUNTS=own exec unshare --mount --propagation private "$0" "$@"
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${1:?a directory for the system, please}
shift
(($#)) || set -- ./dev test

if [[ ! -x $root/usr/bin/git ]]; then
  debootstrap --variant=minbase --include=git,ca-certificates bookworm "$root" "${MIRROR:-http://deb.debian.org/debian}"
fi
# The system's root is a mount of its own, as on a real machine; some tests make namespaces from it.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind --make-rslave /dev "$root/dev"
cp /etc/resolv.conf /etc/hosts "$root/etc/"

environment=(HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
if [[ -n ${NODE_EXTRA_CA_CERTS:-} ]]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/root/authorities.pem"
  environment+=(NODE_EXTRA_CA_CERTS=/root/authorities.pem)
fi
inside() { chroot "$root" env -i "${environment[@]}" "$@" </dev/null; }
packages() { inside dpkg-query -W -f "\${db:Status-Abbrev}\n" | grep -c '^ii'; }

rm -rf "$root/root/conclave"
git clone -q --no-hardlinks "file://$repository" "$root/root/conclave"
before=$(packages)
start=$SECONDS
status=0
if [[ $* == run ]]; then
  # shellcheck disable=SC2016 # the inner shell expands it
  inside bash -c 'cd /root/conclave && coproc ./dev run 2>&1 && pid=$COPROC_PID
    while IFS= read -r line <&"${COPROC[0]}"; do
      printf "%s\n" "$line"
      [[ $line == *"Conclave runs on"* ]] && kill -INT "$pid"
    done
    wait "$pid"' || status=$?
else
  inside bash -c 'cd /root/conclave && "$@"' newcomer "$@" || status=$?
fi
printf 'newcomer: %s: exit code %d after %d s; %d packages before, %d after\n' \
  "$*" "$status" $((SECONDS - start)) "$before" "$(packages)"
exit "$status"
