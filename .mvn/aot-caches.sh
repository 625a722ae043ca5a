#!/bin/sh
# Makes an AOT cache for each server program that was built: see aot-cache.sh.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"

status=0
for program in auth-sidecar imap-server smtp-server; do
    application=$root/$program/target/quarkus-app
    [ -f "$application/quarkus-run.jar" ] || continue
    if "$root/.mvn/aot-cache.sh" "$root/lib/runtime/jvm.options" "$application"; then
        echo "aot-caches: $application/app.aot"
    else
        echo "aot-caches: no cache for $program" >&2
        status=1
    fi
done
exit $status
