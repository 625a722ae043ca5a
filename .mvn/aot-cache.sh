#!/bin/sh
# usage: JAVA_HOME=... aot-cache.sh JVM_OPTIONS_FILE APPLICATION_FOLDER
# Makes the AOT cache (JEP 483, 514, 515) of one program: a training run, after which the JVM writes app.aot beside
# quarkus-run.jar. A start with -XX:AOTCache=app.aot then takes a third of the CPU time.
# The cache fits this JDK, these jars and these options: the JVM ignores one that does not, so a stale cache is slow, not wrong.
# It does not fit another spelling of the jar's path: the folder is to be given as the start will name it, absolute.
set -eu
options=$1
application=$2

# A training run takes seconds; one that does not end by itself is ended, and what it had loaded by then is cached.
limit=
if command -v timeout >/dev/null 2>&1; then limit="timeout --signal=TERM --kill-after=120 120"; fi

rm -f "$application/app.aot"
# Port 0: a training run must not collide with a program that runs.
$limit "$JAVA_HOME/bin/java" "@$options" -Xmx256m \
    "-XX:AOTCacheOutput=$application/app.aot" -Xlog:aot=error,cds=error \
    -Dpostwerk.training=true -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 \
    -jar "$application/quarkus-run.jar" || true
[ -f "$application/app.aot" ]
