#!/bin/bash
# Start-up of a program with a network: process start to first prediction, the JIT's share, the first training steps against steady
# ones; with the JIT under several settings, with ReadyToRun and with NativeAOT. Prints medians; what cannot be published is left out.
# usage: benchmarks/start-up/run.sh [FRAMEWORK]     the target framework for NativeAOT; net9.0 unless given (docs/native-aot.md)
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$here/../../artifacts/start-up"
mkdir -p "$work"

# publish FOLDER ARGUMENTS...: each way has build folders of its own, since they differ in framework and runtime.
publish() {
    local folder=$1
    shift
    rm -rf "${work:?}/$folder"
    dotnet publish "$here/StartUp.csproj" -c Release -v quiet -nologo -o "$work/$folder" -p:DebugType=none "$@" > "$work/$folder.log" 2>&1 ||
        { rm -rf "${work:?}/$folder"; echo "# $folder: not published, see artifacts/start-up/$folder.log: $(grep -m1 -oE 'error .*' "$work/$folder.log")" >&2; }
}

runtime="$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)"
case "$runtime" in linux-*|osx-*|win-*) ;; *) runtime="linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" ;; esac
publish jit
publish ready-to-run -r "$runtime" --self-contained false -p:PublishReadyToRun=true
publish native -r "$runtime" -p:NativeFramework="${1:-net9.0}"
[ -x "$work/jit/StartUp" ] || exit 1
"$work/jit/StartUp" measure "$work"
