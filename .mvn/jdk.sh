# Sourced by ./mvnw and ./postwerk: sets JAVA_HOME to a JDK 25, or says what to install.

jdk25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null; }

if [ -z "${JAVA_HOME:-}" ] || ! jdk25 "$JAVA_HOME"; then
    found=
    for candidate in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if jdk25 "$candidate"; then found=$candidate; break; fi
    done
    if [ -z "$found" ] && command -v javac >/dev/null 2>&1; then
        candidate=$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v javac)")")")
        if jdk25 "$candidate"; then found=$candidate; fi
    fi
    if [ -z "$found" ]; then
        echo "Postwerk needs a JDK 25: install one (for example Temurin 25, package temurin-25-jdk) below /usr/lib/jvm, or set JAVA_HOME to it." >&2
        exit 1
    fi
    JAVA_HOME=$found
fi
export JAVA_HOME
