#!/bin/sh
# Makes an AOT cache (JEP 483, 514, 515) for each server program that was built: app.aot beside quarkus-run.jar, by a training
# run of all of them (see training/). A start with -XX:AOTCache=app.aot then takes a third of the CPU time.
# A cache fits one JDK, these jars, these options and one spelling of the jar's path, which is absolute here and at each start.
# The JVM ignores a cache that does not fit: a stale one is slow, not wrong.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"

train() { printf '%s' "--train=$1=$root/$1/target/quarkus-app"; }
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
    -cp "$root/training/target/training.jar:$root/cli/target/postwerk.jar" io.postwerk.training.Training \
    --java-home "$JAVA_HOME" --jvm-options "$root/lib/runtime/jvm.options" \
    "$(train auth-sidecar)" "$(train imap-server)" "$(train smtp-server)"
