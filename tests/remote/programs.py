"""Programs that stand for ssh, docker, kubectl and sudo: they take the same words and do the same with them.

There is no Docker engine here.  ``docker exec`` hands standard input on only with ``-i``, runs the command in
a session, a directory and an environment of its own, and has its own words for what is not there.
"""

from __future__ import annotations

from pathlib import Path

_CONTAINER = """
inside() {
    [ "$1" = app ] || { echo "Error response from daemon: No such container: $1" >&2; exit 1; }
    shift
    [ -z "$1" ] && exit 1
    command -v -- "$1" >/dev/null || {
        echo "OCI runtime exec failed: exec failed: unable to start container process:" \\
            "exec: \\"$1\\": executable file not found in \\$PATH: unknown" >&2
        exit 127
    }
    cd /
    set -- env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/ RECORD="$RECORD" \\
        sh -c 'exec "$@"' sh "$@"  # env itself would take a name with = for a variable
    if [ "$stdin" ]; then exec setsid -w "$@"; else exec setsid -w "$@" </dev/null; fi
}
"""
PROGRAMS = {
    "ssh": """
    while [ $# -gt 0 ]; do
        case "$1" in
            --) shift; ended=1; break;;
            -[BbcDEeFIiJLlmOoPpQRSWw]) shift 2;;
            -*) shift;;
            *) break;;
        esac
    done
    shift
    [ -z "$ended" ] && [ "$1" = -- ] && shift
    case "$1" in -*) [ -z "$ended" ] && { echo "ssh: an option after the host: $1" >&2; exit 255; };; esac
    exec sh -c "$*"
    """,
    "docker": _CONTAINER
    + """
    if [ "$1" = compose ]; then
        shift
        [ "$1" = --project-directory ] && shift 2
        [ "$1" = exec ] || exit 125
        shift
        stdin=yes
        [ "$1" = -T ] && shift || { echo "the input device is not a TTY" >&2; exit 1; }
        inside "$@"
    fi
    [ "$1" = exec ] || exit 125
    shift
    while :; do
        case "$1" in
            -i|--interactive) stdin=yes; shift;;
            -u|--user) shift 2;;
            -*) echo "unknown flag: $1" >&2; exit 125;;
            *) break;;
        esac
    done
    inside "$@"
    """,
    "kubectl": _CONTAINER
    + """
    [ "$1" = --namespace ] && shift 2
    [ "$1" = exec ] || exit 1
    shift
    while :; do
        case "$1" in
            -i|--stdin) stdin=yes; shift;;
            --container) shift 2;;
            *) break;;
        esac
    done
    [ "$2" = -- ] || exit 1
    pod=$1
    shift 2
    inside "$pod" "$@"
    """,
    "sudo": """
    [ "$1" = -n ] && [ "$2" = -u ] && [ "$4" = -- ] || { echo "sudo: a password is required" >&2; exit 1; }
    shift 4
    exec "$@"
    """,
}


def put(folder: Path) -> Path:
    """The programs, in a folder for the search path."""
    for name, text in PROGRAMS.items():
        file = folder / name
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    return folder
