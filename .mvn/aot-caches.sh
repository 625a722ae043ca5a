#!/bin/sh
# Makes an AOT cache (JEP 483, 514, 515) for each server program that was built: a training run of the program, after which
# the JVM writes app.aot beside quarkus-run.jar. A start with -XX:AOTCache=app.aot then takes a third of the CPU time.
# The cache fits this JDK, these jars and these options: the JVM ignores one that does not, so a stale cache is slow, not wrong.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"

# A training run takes seconds; one that does not end by itself is ended, and what it had loaded by then is cached.
limit=
if command -v timeout >/dev/null 2>&1; then limit="timeout --signal=TERM --kill-after=120 120"; fi

status=0
for program in auth-sidecar imap-server smtp-server; do
    application=$root/$program/target/quarkus-app
    [ -f "$application/quarkus-run.jar" ] || continue
    rm -f "$application/app.aot"
    # GC and object headers are the ones of a real start (cli, JvmCommand): a cache made with others is not used.
    # So is one made with another spelling of the jar's path: absolute here as there.
    # Port 0: a training run must not collide with a program that runs.
    $limit "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx256m \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        "-XX:AOTCacheOutput=$application/app.aot" -Xlog:aot=error,cds=error \
        -Dpostwerk.training=true -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 \
        -jar "$application/quarkus-run.jar" || true
    if [ -f "$application/app.aot" ]; then
        echo "aot-caches: $application/app.aot"
    else
        echo "aot-caches: no cache for $program" >&2
        status=1
    fi
done
exit $status
