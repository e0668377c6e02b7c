#!/bin/bash
# Netsmith against PyTorch, NumPy, ONNX Runtime, FANN and compiled C++, alternately in one run on this machine.
# usage: benchmarks/peers/run.sh [--data MNIST_FOLDER] [--quick] [--rounds N] [--cases TEXT] [--avx2] [--no-install]
# Needs Debian or Ubuntu (or the programs below already there), .NET and, for what is missing, root or sudo.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
work="$root/artifacts/peers"
mkdir -p "$work"

install=1
arguments=()
for argument in "$@"; do
    case "$argument" in
        --no-install) install=0 ;;
        --avx2) export DOTNET_EnableAVX512=0 ;;
        *) arguments+=("$argument") ;;
    esac
done

# As on a processor without AVX-512; the variable alone says so too. ONNX Runtime has no such setting and keeps its vectors.
width=()
if [ "${DOTNET_EnableAVX512:-1}" = 0 ]; then
    width=(-mno-avx512f)
    export OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2
fi

sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
missing=()
/usr/bin/python3 -c 'import torch' 2> /dev/null || missing+=(python3-torch)
/usr/bin/python3 -c 'import numpy' 2> /dev/null || missing+=(python3-numpy)
command -v g++ > /dev/null || missing+=(g++)
[ -f /usr/include/floatfann.h ] || missing+=(libfann-dev)
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
openblas="$(echo /usr/lib/*/openblas-openmp)"
[ -d "$openblas" ] || missing+=(libopenblas0-openmp)
if [ ${#missing[@]} -gt 0 ]; then
    if [ "$install" = 0 ]; then echo "missing: ${missing[*]}; run without --no-install" >&2; exit 1; fi
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"
    openblas="$(echo /usr/lib/*/openblas-openmp)"
fi

# The package carries the native library; its install script would only fetch the one for graphics cards.
if [ ! -d "$work/node_modules/onnxruntime-node" ]; then
    npm install --prefix "$work" --no-save --no-audit --no-fund --ignore-scripts --loglevel error onnxruntime-node@1.20.1 > /dev/null
fi

native="$work/native"
mkdir -p "$native"
flags="-O3 -march=native -ffast-math -std=gnu++17 ${width[*]}"
g++ $flags -DVARIANT=narrow -c "$here/native_networks.cpp" -o "$native/narrow.o"
g++ $flags -mprefer-vector-width=512 -DVARIANT=wide -c "$here/native_networks.cpp" -o "$native/wide.o" 2> /dev/null ||
    g++ $flags -DVARIANT=wide -c "$here/native_networks.cpp" -o "$native/wide.o"      # not an x86 processor
g++ $flags "$here/native_peer.cpp" "$native/narrow.o" "$native/wide.o" -o "$native/native_peer"
g++ -O3 -march=native -std=gnu++17 "${width[@]}" "$here/limits.cpp" -o "$native/limits"
g++ -O2 -std=gnu++17 "$here/fann_peer.cpp" -lfloatfann -lm -o "$native/fann_peer"
g++ -O2 -std=gnu++17 "$here/onnxruntime_peer.cpp" -ldl -o "$native/onnxruntime_peer"

# Quiet when it succeeds: restoring may warn of other projects' packages, and tables are read from stdout.
dotnet build "$root/benchmarks/Netsmith.Benchmarks" -c Release -v quiet -nologo > "$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
/usr/bin/python3 "$here/driver.py" --work "$work" --native "$native" --node-modules "$work/node_modules" --openblas "$openblas" \
    --netsmith "$root/benchmarks/Netsmith.Benchmarks/bin/Release/net10.0/Netsmith.Benchmarks.dll" "${arguments[@]}"
echo "# tables: ${work#"$root"/}/results.tsv, spread.tsv, limits.tsv"
